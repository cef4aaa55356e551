package gateway

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// clientAddress is who asks. X-Forwarded-For is believed as far as trusted
// proxies wrote it: from the right, up to the first address that is none.
func clientAddress(r *http.Request, trusted []netip.Prefix) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !isTrusted(host, trusted) {
			break
		}
		hop = strings.TrimSpace(hop)
		if _, err := netip.ParseAddr(hop); err != nil {
			break
		}
		host = hop
	}
	return host
}

func isTrusted(host string, trusted []netip.Prefix) bool {
	address, err := netip.ParseAddr(host)
	return err == nil && slices.ContainsFunc(trusted, func(prefix netip.Prefix) bool {
		return prefix.Contains(address.Unmap())
	})
}

// idleClient is how long a client is remembered after its last request.
const idleClient = 10 * time.Minute

// limiter gives every client a token bucket of its own.
type limiter struct {
	perSecond rate.Limit
	burst     int

	mu      sync.Mutex
	clients map[string]*bucket
	swept   time.Time
}

type bucket struct {
	tokens *rate.Limiter
	seen   time.Time
}

func newLimiter(perSecond float64, burst int) *limiter {
	return &limiter{perSecond: rate.Limit(perSecond), burst: burst, clients: map[string]*bucket{}}
}

// take tells whether a client may ask at a time, and if not, when it may again.
func (l *limiter) take(client string, now time.Time) (ok bool, after time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(now)

	known, ok := l.clients[client]
	if !ok {
		known = &bucket{tokens: rate.NewLimiter(l.perSecond, l.burst)}
		l.clients[client] = known
	}
	known.seen = now
	reservation := known.tokens.ReserveN(now, 1)
	delay := reservation.DelayFrom(now)
	if delay > 0 {
		reservation.CancelAt(now)
		return false, delay
	}
	return true, 0
}

// forget drops clients that have been away for long, once in a while. Their
// buckets are full again only if they fill up in that time; those are kept.
func (l *limiter) forget(now time.Time) {
	if now.Sub(l.swept) < idleClient {
		return
	}
	l.swept = now
	for name, known := range l.clients {
		if now.Sub(known.seen) >= idleClient && known.tokens.TokensAt(now) >= float64(l.burst) {
			delete(l.clients, name)
		}
	}
}
