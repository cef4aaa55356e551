package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRun starts the whole gateway, and stops it while a request is in flight.
func TestRun(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-release
		_, _ = io.WriteString(w, "done")
	}))
	defer upstream.Close()
	file := filepath.Join(t.TempDir(), "routes.yaml")
	text := "upstreams: { slow: { url: '" + upstream.URL + "' } }\nroutes: [{ path: /slow, upstream: slow }]"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	logs, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"PORT=0", "ROUTES_FILE=" + file}, out)
		_ = out.Close()
		ended <- err
	}()
	lines := make(chan map[string]any, 100)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(logs); scanner.Scan(); {
			line := map[string]any{}
			if json.Unmarshal(scanner.Bytes(), &line) == nil {
				lines <- line
			}
		}
	}()
	waitFor := func(message string) map[string]any {
		t.Helper()
		for line := range lines {
			if line["msg"] == message {
				return line
			}
		}
		t.Fatalf("it ended without the line %q: %v", message, <-ended)
		return nil
	}

	address, _ := waitFor("listening")["address"].(string)
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) (int, string, error) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1:"+port+path, nil)
		if err != nil {
			return 0, "", err
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			return 0, "", err
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		return response.StatusCode, string(body), err
	}
	for path, want := range map[string]string{
		"/healthz": `{"status":"ok"}`, "/readyz": `{"status":"ok"}`, "/metrics": "go_goroutines",
	} {
		if status, body, err := get(path); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: got %d %s, error %v", path, status, body, err)
		}
	}

	type answer struct {
		status int
		body   string
		err    error
	}
	answered := make(chan answer, 1)
	go func() {
		status, body, err := get("/slow")
		answered <- answer{status, body, err}
	}()
	<-arrived
	stop()
	waitFor("stopping")
	close(release)
	if got := <-answered; got.status != http.StatusOK || got.body != "done" {
		t.Errorf("request in flight: got %+v", got)
	}
	waitFor("stopped")
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
}

func TestRunSaysWhatIsWrong(t *testing.T) {
	for name, environ := range map[string][]string{
		"Port":           {"PORT=http"},
		"no-such-routes": {"ROUTES_FILE=no-such-routes.yaml"},
	} {
		if err := run(t.Context(), environ, io.Discard); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got error %v, want one that says %s", err, name)
		}
	}
}
