package main

import (
	"encoding/json"
	"os"
	"syscall"
	"time"
)

// An instant is a time on the clock and the processor time that this process has used.
type instant struct {
	wall time.Time
	cpu  time.Duration
}

func now() instant {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return instant{time.Now(), time.Duration(u.Utime.Nano() + u.Stime.Nano())}
}

// since returns what passed since an earlier instant.
func (t instant) since(from instant) stage {
	return stage{Seconds: t.wall.Sub(from.wall).Seconds(), CPU: (t.cpu - from.cpu).Seconds()}
}

// A watch times the stages of a contender.
type watch struct {
	start, last instant
	stages      []stage
}

func newWatch() *watch {
	t := now()
	return &watch{start: t, last: t}
}

// lap ends a stage.
func (w *watch) lap(name string) {
	t := now()
	s := t.since(w.last)
	s.Name = name
	w.stages, w.last = append(w.stages, s), t
}

// tell prints the result of a contender, whose time ended with the last lap.
func (w *watch) tell(answer map[string]int64, notes ...string) error {
	all := w.last.since(w.start)
	r := result{Seconds: all.Seconds, CPU: all.CPU, Answer: answer, Notes: notes}
	if len(w.stages) > 1 {
		r.Stages = w.stages
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}
