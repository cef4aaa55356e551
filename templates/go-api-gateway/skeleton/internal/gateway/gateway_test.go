package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"${{ values.modulePath }}/internal/gateway"
	"${{ values.modulePath }}/internal/routes"
)

// edge is a gateway with one upstream, to be asked in tests.
type edge struct {
	*gateway.Gateway
	registry *prometheus.Registry
	logs     *bytes.Buffer
	upstream *httptest.Server
}

func getenv(upstream *httptest.Server) func(string) string {
	return func(string) string { return upstream.URL }
}

// newEdge makes a gateway of a routes file in which ${UPSTREAM} is a server of
// the handler's.
func newEdge(t *testing.T, file string, upstream http.HandlerFunc) *edge {
	t.Helper()
	e := &edge{registry: prometheus.NewRegistry(), logs: &bytes.Buffer{}, upstream: httptest.NewServer(upstream)}
	t.Cleanup(e.upstream.Close)
	parsed, err := routes.Parse([]byte("upstreams: { orders: { url: '${UPSTREAM}', breaker: { failures: 3, openFor: 1h } } }\n"+file), getenv(e.upstream))
	if err != nil {
		t.Fatal(err)
	}
	e.Gateway = gateway.New(slog.New(slog.NewJSONHandler(e.logs, nil)), e.registry)
	e.Replace(t.Context(), parsed)
	return e
}

func (e *edge) do(r *http.Request) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	e.ServeHTTP(recorder, r)
	return recorder
}

func (e *edge) get(t *testing.T, path string) *httptest.ResponseRecorder {
	t.Helper()
	return e.do(httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
}

func (e *edge) expectMetric(t *testing.T, line string) {
	t.Helper()
	recorder := httptest.NewRecorder()
	promhttp.HandlerFor(e.registry, promhttp.HandlerOpts{}).
		ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	if !strings.Contains(recorder.Body.String(), "\n"+line+"\n") {
		t.Errorf("metrics lack %s", line)
	}
}

func TestRequestsReachTheUpstream(t *testing.T) {
	t.Parallel()
	type seen struct {
		Method, Path, Query, Body, Host, ForwardedFor, ForwardedHost, RequestID, Subject string
	}
	e := newEdge(t, "routes: [{ path: /api/orders, stripPrefix: /api, upstream: orders }]", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-From", "upstream")
		w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(w).Encode(seen{
			r.Method, r.URL.EscapedPath(), r.URL.RawQuery, string(body), r.Host,
			r.Header.Get("X-Forwarded-For"), r.Header.Get("X-Forwarded-Host"),
			r.Header.Get("X-Request-Id"), r.Header.Get("X-Auth-Subject"),
		})
	})

	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://edge.example/api/orders/a%2Fb?page=2", strings.NewReader("two apples"))
	r.RemoteAddr = "203.0.113.7:4711"
	r.Header.Set("X-Forwarded-For", "127.0.0.1")
	r.Header.Set("X-Request-Id", "abc-1")
	r.Header.Set("X-Auth-Subject", "admin")
	response := e.do(r)

	var got seen
	if err := json.Unmarshal(response.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := seen{
		Method: "POST", Path: "/orders/a%2Fb", Query: "page=2", Body: "two apples",
		Host: strings.TrimPrefix(e.upstream.URL, "http://"), ForwardedFor: "203.0.113.7",
		ForwardedHost: "edge.example", RequestID: "abc-1",
	}
	if got != want {
		t.Errorf("upstream saw %+v, want %+v", got, want)
	}
	if response.Code != http.StatusCreated || response.Header().Get("X-From") != "upstream" ||
		response.Header().Get("X-Request-Id") != "abc-1" {
		t.Errorf("client got %d %v", response.Code, response.Header())
	}
	e.expectMetric(t, `http_server_request_duration_seconds_count{http_request_method="POST",http_response_status_code="201",http_route="/api/orders"} 1`)
	if !strings.Contains(e.logs.String(), `"request_id":"abc-1","method":"POST","path":"/api/orders/a/b","route":"/api/orders","client":"203.0.113.7"`) {
		t.Errorf("no access log: %s", e.logs)
	}
}

func TestTheLongestPrefixWins(t *testing.T) {
	t.Parallel()
	e := newEdge(t, `
routes:
  - { path: /orders, upstream: orders }
  - { path: /orders/admin, upstream: orders, methods: [GET] }
`, func(http.ResponseWriter, *http.Request) {})

	for _, tc := range []struct {
		method, path string
		status       int
	}{
		{http.MethodPost, "/orders", http.StatusOK},
		{http.MethodPost, "/orders/1", http.StatusOK},
		{http.MethodGet, "/orders/admin/users", http.StatusOK},
		{http.MethodPost, "/orders/admin", http.StatusMethodNotAllowed},
		{http.MethodGet, "/ordersandmore", http.StatusNotFound},
		{http.MethodGet, "/", http.StatusNotFound},
		// What could be taken for another route's address by the upstream.
		{http.MethodPost, "/orders/x/../admin", http.StatusBadRequest},
		{http.MethodPost, "/orders/x/%2e%2e/admin", http.StatusBadRequest},
		{http.MethodPost, "/orders/x%2f..%2fadmin", http.StatusBadRequest},
		{http.MethodPost, "/orders//admin", http.StatusBadRequest},
		{http.MethodPost, `/orders/x%5c..%5cadmin`, http.StatusBadRequest},
	} {
		response := e.do(httptest.NewRequestWithContext(t.Context(), tc.method, tc.path, nil))
		if response.Code != tc.status {
			t.Errorf("%s %s: got %d, want %d", tc.method, tc.path, response.Code, tc.status)
		}
	}
}

func TestRetries(t *testing.T) {
	t.Parallel()
	var tries atomic.Int32
	e := newEdge(t, "routes: [{ path: /, upstream: orders, retries: 2 }]", func(w http.ResponseWriter, _ *http.Request) {
		if tries.Add(1) < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})

	post := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader("{}"))
	if got := e.do(post); got.Code != http.StatusServiceUnavailable || tries.Load() != 1 {
		t.Errorf("POST: got %d after %d tries, want the first answer", got.Code, tries.Load())
	}
	if got := e.get(t, "/"); got.Code != http.StatusOK || tries.Load() != 3 {
		t.Errorf("GET: got %d after %d tries", got.Code, tries.Load())
	}
	e.expectMetric(t, `gateway_retries_total{http_route="/"} 1`)
}

func TestAnUpstreamThatFailsIsLeftAlone(t *testing.T) {
	t.Parallel()
	var tries atomic.Int32
	e := newEdge(t, "routes: [{ path: /, upstream: orders }]", func(w http.ResponseWriter, _ *http.Request) {
		tries.Add(1)
		w.WriteHeader(http.StatusInternalServerError)
	})
	for range 3 {
		if got := e.get(t, "/"); got.Code != http.StatusInternalServerError {
			t.Errorf("the upstream's answer: got %d", got.Code)
		}
	}
	if got := e.get(t, "/"); got.Code != http.StatusServiceUnavailable || tries.Load() != 3 {
		t.Errorf("got %d after %d tries, want that the upstream is not asked", got.Code, tries.Load())
	}
	e.expectMetric(t, `gateway_circuit_open{upstream="orders"} 1`)
}

func TestUpstreamsThatDoNotAnswer(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	defer close(release)
	e := newEdge(t, "routes: [{ path: /, upstream: orders, timeout: 20ms }]", func(http.ResponseWriter, *http.Request) {
		<-release
	})
	if got := e.get(t, "/"); got.Code != http.StatusGatewayTimeout {
		t.Errorf("one that hangs: got %d", got.Code)
	}

	down := newEdge(t, "routes: [{ path: /, upstream: orders }]", nil)
	down.upstream.Close()
	got := down.get(t, "/")
	if got.Code != http.StatusBadGateway || got.Header().Get("Content-Type") != "application/problem+json" ||
		strings.Contains(got.Body.String(), "127.0.0.1") {
		t.Errorf("one that is down: got %d %s", got.Code, got.Body)
	}
}

func TestClientsThatAskForTooMuch(t *testing.T) {
	t.Parallel()
	e := newEdge(t, "routes: [{ path: /, upstream: orders, rateLimit: { perSecond: 0.001, burst: 2 } }]",
		func(http.ResponseWriter, *http.Request) {})
	for i, want := range []int{http.StatusOK, http.StatusOK, http.StatusTooManyRequests} {
		if got := e.get(t, "/"); got.Code != want {
			t.Errorf("request %d: got %d, want %d", i, got.Code, want)
		}
	}
	another := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	another.RemoteAddr = "198.51.100.1:4711"
	if got := e.do(another); got.Code != http.StatusOK {
		t.Errorf("another client: got %d", got.Code)
	}
	e.expectMetric(t, `gateway_rate_limited_total{http_route="/"} 1`)
}

func TestPagesOfOtherOrigins(t *testing.T) {
	t.Parallel()
	e := newEdge(t, "routes: [{ path: /, upstream: orders }]\ncors: { origins: ['https://shop.example'], headers: [Authorization], maxAge: 10m }",
		func(http.ResponseWriter, *http.Request) {})
	ask := func(origin string) http.Header {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodOptions, "/orders", nil)
		r.Header.Set("Origin", origin)
		r.Header.Set("Access-Control-Request-Method", http.MethodPut)
		r.Header.Set("Access-Control-Request-Headers", "authorization")
		return e.do(r).Header()
	}
	if got := ask("https://shop.example"); got.Get("Access-Control-Allow-Origin") != "https://shop.example" ||
		got.Get("Access-Control-Allow-Methods") != http.MethodPut || got.Get("Access-Control-Max-Age") != "600" {
		t.Errorf("a page that may: got %v", got)
	}
	if got := ask("https://evil.example"); got.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("a page that may not: got %v", got)
	}
}

func TestReadinessKnowsUpstreams(t *testing.T) {
	t.Parallel()
	var status atomic.Int32
	status.Store(http.StatusOK)
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		w.WriteHeader(int(status.Load()))
	}))
	defer upstream.Close()

	check := func(required string) error {
		t.Helper()
		file, err := routes.Parse([]byte("upstreams: { orders: { url: '${U}', ready: { path: /readyz, required: "+required+" } } }\n"+
			"routes: [{ path: /, upstream: orders }]"), getenv(upstream))
		if err != nil {
			t.Fatal(err)
		}
		g := gateway.New(slog.New(slog.DiscardHandler), prometheus.NewRegistry())
		g.Replace(t.Context(), file)
		return g.CheckUpstreams(t.Context())
	}
	if err := check("true"); err != nil {
		t.Errorf("ready: %v", err)
	}
	status.Store(http.StatusServiceUnavailable)
	if err := check("true"); err == nil || !strings.Contains(err.Error(), "orders: answers 503") {
		t.Errorf("not ready but required: got %v", err)
	}
	if err := check("false"); err != nil {
		t.Errorf("not ready and not required: %v", err)
	}
}

func TestRoutesAreLoadedAgain(t *testing.T) {
	t.Parallel()
	upstream := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer upstream.Close()
	name := filepath.Join(t.TempDir(), "routes.yaml")
	write := func(routes string) {
		t.Helper()
		text := "upstreams: { orders: { url: '${UPSTREAM}' } }\nroutes: " + routes
		// As editors and Kubernetes do: another file takes its place.
		if err := os.WriteFile(name+".new", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(name+".new", name); err != nil {
			t.Fatal(err)
		}
	}
	write("[{ path: /first, upstream: orders }]")

	// Loading logs, and so tells the test when it is done.
	loads := make(chan slog.Record, 10)
	g := gateway.New(slog.New(recorder(loads)), prometheus.NewRegistry())
	if err := g.Reload(t.Context(), name, getenv(upstream)); err != nil {
		t.Fatal(err)
	}
	<-loads
	again := make(chan os.Signal, 1)
	if err := g.Watch(t.Context(), name, getenv(upstream), again); err != nil {
		t.Fatal(err)
	}
	status := func(path string) int {
		w := httptest.NewRecorder()
		g.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return w.Code
	}
	next := func() slog.Record {
		for record := range loads {
			if record.Message != "request" {
				return record
			}
		}
		return slog.Record{}
	}

	write("[{ path: /second, upstream: orders }]")
	if got := next(); got.Level != slog.LevelInfo || status("/first") != http.StatusNotFound || status("/second") != http.StatusOK {
		t.Errorf("after a change: %q, /second %d", got.Message, status("/second"))
	}
	write("[{ path: third }]")
	if got := next(); got.Level != slog.LevelError || status("/second") != http.StatusOK {
		t.Errorf("after a mistake: %q, /second %d", got.Message, status("/second"))
	}
	again <- os.Interrupt
	if got := next(); got.Level != slog.LevelError {
		t.Errorf("after a signal: %q", got.Message)
	}
}

// recorder is a slog.Handler that hands records on.
type recorder chan<- slog.Record

func (recorder) Enabled(context.Context, slog.Level) bool { return true }

func (r recorder) Handle(_ context.Context, record slog.Record) error {
	r <- record
	return nil
}

func (r recorder) WithAttrs([]slog.Attr) slog.Handler { return r }

func (r recorder) WithGroup(string) slog.Handler { return r }
