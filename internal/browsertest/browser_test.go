// Package browsertest opens the report of the bundled case in headless
// Chromium, as a reader would. It is a module of its own so that the browser's driver
// stays out of adentro's dependencies; `make browser` runs it.
package browsertest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// report makes the bundled case's report in a language and returns its folder.
func report(t *testing.T, lang string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	cmd := exec.Command("go", "run", "./cmd/adentro", "run", "testdata/barrio-adentro", "--lang", lang, "-o", out, "--quiet")
	cmd.Dir = filepath.Join("..", "..")
	if b, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("adentro run: %v\n%s", err, b)
	}
	return out
}

// browser starts Chromium without any network of its own.
func browser(t *testing.T) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// complaints gathers everything that a page should not do.
type complaints struct {
	mu   sync.Mutex
	list []string
}

func (c *complaints) add(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, fmt.Sprintf(format, args...))
}

// watch makes the browser report to c.
func (c *complaints) watch(t *testing.T, ctx context.Context) {
	t.Helper()
	err := chromedp.Listen(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *network.EventRequestWillBeSent:
			if u := ev.Request.URL; !strings.HasPrefix(u, "file:") && !strings.HasPrefix(u, "data:") {
				c.add("a request leaves the page: %s", u)
			}
		case *log.EventEntryAdded:
			c.add("the browser says: %s %s", ev.Entry.Level, ev.Entry.Text)
		case *runtime.EventExceptionThrown:
			c.add("a script failed: %s", ev.ExceptionDetails.Text)
		case *page.EventJavascriptDialogOpening:
			c.add("a dialog opened: %s", ev.Message)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	err = chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		if _, err := cdp.Call(ctx, tab, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, tab, log.Enable, cdp.Empty{})
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
}

// ask evaluates an expression on the page.
func ask[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// visit opens a page as wide as a screen.
func visit(t *testing.T, ctx context.Context, address string, width int64) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(address)); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
}

// wide returns the elements that stick out of the page, which no reader can
// reach on a phone; what scrolls inside its own box does not count.
const wide = `(() => {
	const out = [], limit = document.documentElement.clientWidth + 1;
	if (document.documentElement.scrollWidth > limit) out.push("page " + document.documentElement.scrollWidth);
	const boxed = e => { for (let p = e.parentElement; p; p = p.parentElement) { const o = getComputedStyle(p).overflowX; if (o === "auto" || o === "scroll" || o === "hidden") return true; } return false; };
	for (const e of document.querySelectorAll("body *")) {
		const r = e.getBoundingClientRect();
		if (r.width > 0 && r.right > limit && !boxed(e)) out.push(e.tagName + "." + e.className + " " + Math.round(r.right));
	}
	return out.slice(0, 5);
})()`

const broken = `[...document.images].filter(i => !i.complete || i.naturalWidth === 0).map(i => i.alt)`

func TestReport(t *testing.T) {
	shots := os.Getenv("SCREENSHOTS")
	for _, lang := range []string{"es", "en"} {
		out := report(t, lang)
		ctx := browser(t)
		var c complaints
		c.watch(t, ctx)
		path := (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(out, "index.html"))}).String()
		for _, width := range []int64{390, 1440} {
			visit(t, ctx, path, width)
			if got := ask[string](t, ctx, `document.documentElement.lang`); got != lang {
				t.Errorf("the page says that it is in %q, want %q", got, lang)
			}
			for _, open := range []bool{false, true} {
				ask[int](t, ctx, fmt.Sprintf(`document.querySelectorAll("details").forEach(d => d.open = %v), 1`, open))
				if list := ask[[]string](t, ctx, wide); len(list) > 0 {
					t.Errorf("%s at %d px, details open=%v: sticks out of the page: %q", lang, width, open, list)
				}
			}
			if list := ask[[]string](t, ctx, broken); len(list) > 0 {
				t.Errorf("%s at %d px: pictures that do not show: %q", lang, width, list)
			}
			if shots != "" {
				visit(t, ctx, path, width)
				shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(90))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(shots, fmt.Sprintf("%s-%d.jpg", lang, width)), shot, 0o644); err != nil {
					t.Error(err)
				}
			}
		}
		c.mu.Lock()
		for _, s := range c.list {
			t.Errorf("%s: %s", lang, s)
		}
		c.mu.Unlock()
	}
}

// TestTheCheckCanFail shows a page that does what a report must not, and wants
// every complaint.
func TestTheCheckCanFail(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.html")
	html := `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><div style="width:3000px">x</div><script>1</script><img src="http://127.0.0.1:9/x.png">`
	if err := os.WriteFile(bad, []byte(html), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx := browser(t)
	var c complaints
	c.watch(t, ctx)
	visit(t, ctx, "file://"+filepath.ToSlash(bad), 390)
	sticks := ask[[]string](t, ctx, wide)
	time.Sleep(300 * time.Millisecond)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.list) < 2 || len(sticks) == 0 {
		t.Errorf("complaints %q, wide %q; want the script and the picture refused and the wide box seen", c.list, sticks)
	}
}
