package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"${{ values.modulePath }}/internal/health"
	"${{ values.modulePath }}/internal/httpapi"
	"${{ values.modulePath }}/internal/links"
	"${{ values.modulePath }}/internal/links/linkstest"
)

type service struct {
	http.Handler
	store     links.Store
	readiness *health.Readiness
	registry  *prometheus.Registry
	logs      *bytes.Buffer
}

func newService(store links.Store) *service {
	s := &service{
		store:     store,
		readiness: &health.Readiness{},
		registry:  prometheus.NewRegistry(),
		logs:      &bytes.Buffer{},
	}
	s.Handler = httpapi.New(httpapi.Options{
		Store:     store,
		Readiness: s.readiness,
		Registry:  s.registry,
		Logger:    slog.New(slog.NewJSONHandler(s.logs, nil)),
	})
	return s
}

func (s *service) do(t *testing.T, method, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body)))
	return recorder
}

func decode[T any](t *testing.T, recorder *httptest.ResponseRecorder) T {
	t.Helper()
	var value T
	if err := json.Unmarshal(recorder.Body.Bytes(), &value); err != nil {
		t.Fatalf("body %q: %v", recorder.Body, err)
	}
	return value
}

func TestLinkFromCreationToDeletion(t *testing.T) {
	t.Parallel()
	s := newService(links.NewMemoryStore())

	created := s.do(t, http.MethodPost, "/api/links", `{"slug":"docs","url":"https://example.com/docs"}`)
	if created.Code != http.StatusCreated || created.Header().Get("Location") != "/api/links/docs" {
		t.Fatalf("create: got %d, Location %q", created.Code, created.Header().Get("Location"))
	}
	if link := decode[links.Link](t, created); link.Slug != "docs" || link.CreatedAt.IsZero() {
		t.Errorf("create: got %+v", link)
	}

	if got := decode[links.Link](t, s.do(t, http.MethodGet, "/api/links/docs", "")); got.URL != "https://example.com/docs" {
		t.Errorf("get: got %+v", got)
	}

	followed := s.do(t, http.MethodGet, "/l/docs", "")
	if followed.Code != http.StatusFound || followed.Header().Get("Location") != "https://example.com/docs" {
		t.Errorf("follow: got %d, Location %q", followed.Code, followed.Header().Get("Location"))
	}

	if deleted := s.do(t, http.MethodDelete, "/api/links/docs", ""); deleted.Code != http.StatusNoContent {
		t.Errorf("delete: got %d", deleted.Code)
	}
	if gone := s.do(t, http.MethodGet, "/l/docs", ""); gone.Code != http.StatusNotFound {
		t.Errorf("follow after delete: got %d", gone.Code)
	}
}

func TestListLinksPageByPage(t *testing.T) {
	t.Parallel()
	s := newService(links.NewMemoryStore())
	linkstest.Create(t, s.store, "one", "two", "three")

	type page struct {
		Items []links.Link
		Next  string
	}
	first := decode[page](t, s.do(t, http.MethodGet, "/api/links?limit=2", ""))
	if len(first.Items) != 2 || first.Next != "three" {
		t.Errorf("first page: got %+v", first)
	}
	second := decode[page](t, s.do(t, http.MethodGet, "/api/links?limit=2&after="+first.Next, ""))
	if len(second.Items) != 1 || second.Items[0].Slug != "two" || second.Next != "" {
		t.Errorf("second page: got %+v", second)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	s := newService(links.NewMemoryStore())
	linkstest.Create(t, s.store, "docs")

	for _, tc := range []struct {
		name, method, path, body string
		status                   int
		field                    string
	}{
		{"no JSON", http.MethodPost, "/api/links", `{`, http.StatusBadRequest, ""},
		{"unknown field", http.MethodPost, "/api/links", `{"uri":"https://example.com"}`, http.StatusBadRequest, ""},
		{"two values", http.MethodPost, "/api/links", `{} {}`, http.StatusBadRequest, ""},
		{"large body", http.MethodPost, "/api/links", `{"url":"` + strings.Repeat("a", 70_000) + `"}`, http.StatusRequestEntityTooLarge, ""},
		{"bad address", http.MethodPost, "/api/links", `{"url":"example.com"}`, http.StatusUnprocessableEntity, "url"},
		{"bad name", http.MethodPost, "/api/links", `{"slug":"A","url":"https://example.com"}`, http.StatusUnprocessableEntity, "slug"},
		{"taken name", http.MethodPost, "/api/links", `{"slug":"docs","url":"https://example.com"}`, http.StatusConflict, "slug"},
		{"limit of zero", http.MethodGet, "/api/links?limit=0", "", http.StatusUnprocessableEntity, "limit"},
		{"limit too high", http.MethodGet, "/api/links?limit=201", "", http.StatusUnprocessableEntity, "limit"},
		{"unknown link", http.MethodGet, "/api/links/wiki", "", http.StatusNotFound, ""},
		{"unknown address", http.MethodGet, "/nothing/here", "", http.StatusNotFound, ""},
		{"wrong method", http.MethodPut, "/api/links/docs", "", http.StatusMethodNotAllowed, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			response := s.do(t, tc.method, tc.path, tc.body)
			if got := response.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("Content-Type %q", got)
			}
			got := decode[struct {
				Status        int
				Detail, Field string
			}](t, response)
			if response.Code != tc.status || got.Status != tc.status || got.Field != tc.field || got.Detail == "" {
				t.Errorf("got %d %+v, want %d about field %q", response.Code, got, tc.status, tc.field)
			}
		})
	}
}

// failingStore fails, or panics where it has no store at all.
type failingStore struct {
	links.Store
	err error
}

func (s failingStore) Find(context.Context, string) (links.Link, error) {
	return links.Link{}, s.err
}

func TestOwnFaultsAreLoggedAndNotTold(t *testing.T) {
	t.Parallel()
	s := newService(failingStore{err: errors.New("connection refused by 10.0.0.7")})

	for path, want := range map[string]string{
		"/api/links/docs": "connection refused by 10.0.0.7",
		"/api/links":      "nil pointer",
	} {
		s.logs.Reset()
		response := s.do(t, http.MethodGet, path, "")
		if response.Code != http.StatusInternalServerError || strings.Contains(response.Body.String(), want) {
			t.Errorf("%s: got %d %s", path, response.Code, response.Body)
		}
		if !strings.Contains(s.logs.String(), want) {
			t.Errorf("%s: the log does not say %q: %s", path, want, s.logs)
		}
	}
}

func TestProbes(t *testing.T) {
	t.Parallel()
	s := newService(links.NewMemoryStore())
	var down error
	s.readiness.Check("database", func(context.Context) error { return down })

	expect := func(path string, status int, body string) {
		t.Helper()
		response := s.do(t, http.MethodGet, path, "")
		if response.Code != status || response.Body.String() != body {
			t.Errorf("%s: got %d %s, want %d %s", path, response.Code, response.Body, status, body)
		}
	}
	expect("/healthz", http.StatusOK, `{"status":"ok"}`)
	expect("/readyz", http.StatusOK, `{"status":"ok"}`)

	down = errors.New("no route to host")
	expect("/healthz", http.StatusOK, `{"status":"ok"}`)
	expect("/readyz", http.StatusServiceUnavailable, `{"status":"unavailable","missing":["database"]}`)
	if !strings.Contains(s.logs.String(), "database: no route to host") {
		t.Errorf("the log does not say why: %s", s.logs)
	}

	down = nil
	expect("/readyz", http.StatusOK, `{"status":"ok"}`)
	s.readiness.Stop()
	expect("/healthz", http.StatusOK, `{"status":"ok"}`)
	expect("/readyz", http.StatusServiceUnavailable, `{"status":"stopping"}`)
}

func TestRequestsAreCountedByRoute(t *testing.T) {
	t.Parallel()
	s := newService(links.NewMemoryStore())
	linkstest.Create(t, s.store, "docs", "wiki")
	s.do(t, http.MethodGet, "/l/docs", "")
	s.do(t, http.MethodGet, "/l/wiki", "")
	s.do(t, http.MethodGet, "/some/scan", "")
	s.do(t, "BREW", "/l/wiki", "")

	count, err := testutil.GatherAndCount(s.registry, "http_server_request_duration_seconds")
	if err != nil || count != 3 {
		t.Errorf("got %d time series, error %v", count, err)
	}
	exposed := s.do(t, http.MethodGet, "/metrics", "").Body.String()
	for _, line := range []string{
		`http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="302",http_route="/l/{slug}"} 2`,
		`http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="404",http_route="none"} 1`,
		`links_followed_total 2`,
	} {
		if !strings.Contains(exposed, line+"\n") {
			t.Errorf("metrics lack %s:\n%s", line, exposed)
		}
	}
	if !strings.Contains(s.logs.String(), `"route":"/l/{slug}","status":302`) {
		t.Errorf("no access log: %s", s.logs)
	}
}
