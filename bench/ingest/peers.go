package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	stdjson "encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"

	"github.com/goccy/go-json"
	"github.com/klauspost/compress/gzip"
	kzstd "github.com/klauspost/compress/zstd"

	"github.com/seed-1b5e0f84/adentro/internal/ahead"
	"github.com/seed-1b5e0f84/adentro/internal/inflate"
	"github.com/seed-1b5e0f84/adentro/internal/zstd"
)

// An unmarshaler is json.Unmarshal of one library or another.
type unmarshaler func(data []byte, v any) error

var (
	goccy    unmarshaler = func(data []byte, v any) error { return json.Unmarshal(data, v) }
	standard unmarshaler = stdjson.Unmarshal
)

// lines calls do with each line of a file, see stretches.
func lines(path string, do func(line []byte, s *sum) error) (*sum, error) {
	return stretches(path, func() func(stretch []byte, s *sum) error {
		return func(stretch []byte, s *sum) error {
			for len(stretch) > 0 {
				var line []byte
				line, stretch, _ = bytes.Cut(stretch, []byte{'\n'})
				if err := do(line, s); err != nil {
					return err
				}
			}
			return nil
		}
	})
}

// stretches reads a file, plain or compressed, in stretches of 512 KiB cut at line ends, and hands them to as many goroutines as there
// are cores, each of which calls what start returned to it with each stretch; the sum that each works on is its own.
// Another reads ahead of them, up to 16 MiB, and inflates.
func stretches(path string, start func() func(stretch []byte, s *sum) error) (*sum, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	const size, most = 256 << 10, 24
	n := runtime.GOMAXPROCS(0)
	full, free := make(chan []byte, most), newStack(most)
	for range most {
		free.put(make([]byte, 0, size))
	}
	var (
		broken error
		wg     sync.WaitGroup
		sums   = make([]sum, n)
		errs   = make([]error, n)
	)
	wg.Go(func() {
		defer close(full)
		var tail []byte
		for broken == nil {
			buf := append(free.take(), tail...)
			read, err := io.ReadFull(f, buf[len(buf):size])
			buf = buf[:len(buf)+read]
			if err == io.EOF || err == io.ErrUnexpectedEOF {
				full <- buf
				return
			}
			cut := bytes.LastIndexByte(buf, '\n') + 1
			if broken = err; err == nil && cut == 0 {
				broken = bufio.ErrTooLong
			}
			tail = append(tail[:0], buf[cut:]...)
			full <- buf[:cut]
		}
	})
	for i := range n {
		wg.Go(func() {
			do := start()
			for stretch := range full {
				if errs[i] == nil && len(stretch) > 0 {
					errs[i] = do(stretch, &sums[i])
				}
				free.put(stretch[:0])
			}
		})
	}
	wg.Wait()
	var total sum
	for i := range sums {
		total.add(&sums[i])
	}
	return &total, errors.Join(append(errs, broken)...)
}

// A stack holds slices that are done with. The one that was put last, which the caches hold most of, is taken first.
type stack struct {
	some chan struct{} // one for each
	mu   sync.Mutex
	all  [][]byte
}

// newStack returns a stack for so many at most.
func newStack(most int) *stack { return &stack{some: make(chan struct{}, most)} }

func (s *stack) put(b []byte) {
	s.mu.Lock()
	s.all = append(s.all, b)
	s.mu.Unlock()
	s.some <- struct{}{}
}

// take waits until there is one.
func (s *stack) take() []byte {
	<-s.some
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.all[len(s.all)-1]
	s.all = s.all[:len(s.all)-1]
	return b
}

// open opens a file and whatever it is compressed with, with what adentro takes for it; what is compressed is read ahead, as there.
func open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	text := io.Reader(f)
	source := ahead.NewReader(context.Background(), f)
	switch filepath.Ext(path) {
	case ".gz":
		text = inflate.NewGzip(source)
	case ".zst":
		text = zstd.NewReader(source, 128<<20)
	}
	return struct {
		io.Reader
		io.Closer
	}{text, f}, nil
}

// text returns a contender that only reads a file as open gives it: a yardstick for what it costs to have the text at all.
func text(open func(path string) (io.ReadCloser, error)) runner {
	return func(_ context.Context, paths []string) error {
		w := newWatch()
		f, err := open(paths[0])
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{f}, make([]byte, 1<<20)); err != nil {
			return err
		}
		w.lap("inflate")
		return w.tell(nil)
	}
}

// klauspost opens a file in gzip or zstd with klauspost/compress.
func klauspost(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	var z io.Reader
	source := ahead.NewReader(context.Background(), f)
	if filepath.Ext(path) == ".zst" {
		z, err = kzstd.NewReader(source, kzstd.WithDecoderConcurrency(1)) // faster than several
	} else {
		z, err = gzip.NewReader(source)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, nil
}

// structs decodes each line into a struct and adds it up.
func structs[T any](unmarshal unmarshaler, add func(x *T, s *sum)) runner {
	return func(_ context.Context, paths []string) error {
		w := newWatch()
		s, err := lines(paths[0], func(line []byte, s *sum) error {
			var x T
			if err := unmarshal(line, &x); err != nil {
				return err
			}
			add(&x, s)
			return nil
		})
		if err != nil {
			return err
		}
		w.lap("decode")
		return w.tell(s.answer())
	}
}

func addUser(u *user, s *sum) {
	url := u.URL
	if e := u.Entities.URL.URLs; len(e) > 0 {
		url = e[0].ExpandedURL
	}
	s.user(u.ScreenName, u.Name, u.Location, u.Description, url, u.Followers, u.Friends+u.Listed+u.Favourites+u.Statuses)
}

func addTweet(t *tweet, s *sum) {
	s.tweets++
	if t.User != nil {
		addUser(t.User, s)
	}
	if t.RetweetedStatus != nil {
		addTweet(t.RetweetedStatus, s)
	}
}

func addPage(p *page, s *sum) {
	for i := range p.Data {
		u := &p.Data[i]
		m := &u.PublicMetrics
		s.user(u.Username, u.Name, u.Location, u.Description, u.URL, m.Followers, m.Following+m.Listed+m.Tweets)
	}
}

func addIDs(p *idPage, s *sum) {
	s.records += int64(len(p.IDs))
	for _, id := range p.IDs {
		s.counts += int64(id >> 8)
	}
}

// csvRows reads all records of a table with encoding/csv, and takes nothing of them but lengths.
func csvRows(_ context.Context, paths []string) error {
	f, err := os.Open(paths[0])
	if err != nil {
		return err
	}
	defer f.Close()
	w := newWatch()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	var s sum
	if _, err := r.Read(); err != nil {
		return err
	}
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		s.records++
		s.tweetBytes += int64(len(row[12]))
	}
	w.lap("rows")
	return w.tell(s.answer())
}

// csvTweets reads what adentro reads of a row: texts are kept and numbers parsed, of as
// many columns.
func csvTweets(_ context.Context, paths []string) error {
	f, err := os.Open(paths[0])
	if err != nil {
		return err
	}
	defer f.Close()
	w := newWatch()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	if _, err := r.Read(); err != nil {
		return err
	}
	type kept struct {
		id, counts uint64
		texts      [12]string
	}
	var all []kept
	var s sum
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		var k kept
		if k.id, err = strconv.ParseUint(row[0], 10, 64); err != nil {
			return err
		}
		for _, i := range []int{7, 8} {
			n, err := strconv.ParseUint(row[i], 10, 64)
			if err != nil {
				return err
			}
			k.counts += n
		}
		for i, c := range [...]int{1, 4, 5, 9, 11, 12, 13, 14, 19, 20, 27, 29} {
			k.texts[i] = string(append([]byte(nil), row[c]...))
		}
		s.records++
		s.tweetBytes += int64(len(k.texts[5]))
		if all = append(all, k); len(all) == 10_000 {
			all = all[:0]
		}
	}
	w.lap("rows")
	return w.tell(s.answer())
}
