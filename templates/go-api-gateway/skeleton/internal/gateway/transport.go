package gateway

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/sony/gobreaker/v2"

	"${{ values.modulePath }}/internal/routes"
)

// errUpstream marks an answer that counts as a failure of the upstream.
var errUpstream = errors.New("upstream failed")

// upstreamTransport measures every try, and leaves an upstream alone for a
// while once it has failed several times in a row.
type upstreamTransport struct {
	next    http.RoundTripper
	breaker *gobreaker.CircuitBreaker[*http.Response]
	tries   prometheus.ObserverVec
}

func newUpstreamTransport(name string, cfg routes.Breaker, next http.RoundTripper, m *metrics) *upstreamTransport {
	open := m.open.WithLabelValues(name)
	open.Set(0)
	return &upstreamTransport{
		next:  next,
		tries: m.upstream.MustCurryWith(prometheus.Labels{"upstream": name}),
		breaker: gobreaker.NewCircuitBreaker[*http.Response](gobreaker.Settings{
			Name:        name,
			Timeout:     cfg.OpenFor,
			ReadyToTrip: func(counts gobreaker.Counts) bool { return counts.ConsecutiveFailures >= cfg.Failures },
			IsSuccessful: func(err error) bool {
				// A client that goes away is not the upstream's fault.
				return err == nil || errors.Is(err, context.Canceled)
			},
			OnStateChange: func(_ string, _, to gobreaker.State) {
				if to == gobreaker.StateOpen {
					open.Set(1)
				} else {
					open.Set(0)
				}
			},
		}),
	}
}

// RoundTrip implements http.RoundTripper.
func (t *upstreamTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := t.breaker.Execute(func() (*http.Response, error) {
		start := time.Now()
		response, err := t.next.RoundTrip(r)
		status := "error"
		if err == nil {
			status = strconv.Itoa(response.StatusCode)
		}
		t.tries.WithLabelValues(status).Observe(time.Since(start).Seconds())
		if err == nil && response.StatusCode >= http.StatusInternalServerError {
			return response, errUpstream
		}
		return response, err
	})
	if errors.Is(err, errUpstream) {
		return response, nil
	}
	return response, err
}

// retryTransport repeats requests that can be repeated.
type retryTransport struct {
	next    http.RoundTripper
	retries int
	counter prometheus.Counter
	// pause is how long to wait before a try; a field so that tests need not.
	pause func(try int) time.Duration
}

// RoundTrip implements http.RoundTripper.
func (t *retryTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := t.next.RoundTrip(r)
	if !isRepeatable(r) {
		return response, err
	}
	for try := range t.retries {
		if !isWorthRepeating(response, err) {
			break
		}
		select {
		case <-r.Context().Done():
			return response, err
		case <-time.After(t.pause(try)):
		}
		if response != nil {
			// Read to its end, so that the connection can be used again.
			_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10))
			_ = response.Body.Close()
		}
		t.counter.Inc()
		response, err = t.next.RoundTrip(r)
	}
	return response, err
}

func isRepeatable(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPut, http.MethodDelete:
		return r.Body == nil || r.Body == http.NoBody
	default:
		return false
	}
}

func isWorthRepeating(response *http.Response, err error) bool {
	if err != nil {
		return !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) &&
			!errors.Is(err, gobreaker.ErrOpenState) && !errors.Is(err, gobreaker.ErrTooManyRequests)
	}
	switch response.StatusCode {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	default:
		return false
	}
}

// backOff waits longer each time, and not everybody equally long.
func backOff(try int) time.Duration {
	most := 50 * time.Millisecond << try
	return most/2 + rand.N(most/2) //nolint:gosec // no secret depends on it
}
