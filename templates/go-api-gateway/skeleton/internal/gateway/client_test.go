package gateway

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"
)

func TestClientAddress(t *testing.T) {
	t.Parallel()
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}

	for _, tc := range []struct {
		name, remote string
		forwarded    []string
		want         string
	}{
		{"asks itself", "203.0.113.7:4711", nil, "203.0.113.7"},
		{"a stranger claims to be another", "203.0.113.7:4711", []string{"198.51.100.1"}, "203.0.113.7"},
		{"behind a proxy", "10.0.0.1:4711", []string{"198.51.100.1"}, "198.51.100.1"},
		{"behind two proxies", "10.0.0.1:4711", []string{"198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		{"claims before the proxy wrote", "10.0.0.1:4711", []string{"127.0.0.1", "198.51.100.1"}, "198.51.100.1"},
		{"nonsense", "10.0.0.1:4711", []string{"unknown"}, "10.0.0.1"},
		{"IPv6", "[2001:db8::1]:4711", nil, "2001:db8::1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
			r.RemoteAddr = tc.remote
			r.Header["X-Forwarded-For"] = tc.forwarded
			if got := clientAddress(r, trusted); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestLimiter(t *testing.T) {
	t.Parallel()
	l := newLimiter(2, 3)
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

	for i := range 3 {
		if ok, _ := l.take("a", now); !ok {
			t.Fatalf("request %d within the burst was refused", i)
		}
	}
	if ok, after := l.take("a", now); ok || after != 500*time.Millisecond {
		t.Errorf("beyond the burst: got %t, again after %s", ok, after)
	}
	if ok, _ := l.take("b", now); !ok {
		t.Error("another client was refused")
	}
	if ok, _ := l.take("a", now.Add(500*time.Millisecond)); !ok {
		t.Error("refused although a token has come")
	}

	l.take("c", now.Add(time.Hour))
	if len(l.clients) != 1 {
		t.Errorf("%d clients are remembered after an hour", len(l.clients))
	}
}
