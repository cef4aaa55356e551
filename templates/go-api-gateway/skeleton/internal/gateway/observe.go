package gateway

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/felixge/httpsnoop"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

const (
	requestIDHeader = "X-Request-Id"
	// statusClientClosedRequest is what others write into logs for a client that
	// did not wait for the answer.
	statusClientClosedRequest = 499
	maxBodyBytes              = 10 << 20
)

var requestIDPattern = regexp.MustCompile(`^[A-Za-z0-9._/-]{1,100}$`)

type detailsKey struct{}

// requestDetails is what is found out about a request on its way.
type requestDetails struct {
	requestID string
	route     string
	subject   string
}

func details(r *http.Request) *requestDetails {
	if d, ok := r.Context().Value(detailsKey{}).(*requestDetails); ok {
		return d
	}
	return &requestDetails{}
}

// observe gives each request an id, and counts, times and logs it by its route.
func observe(next http.Handler, logger *slog.Logger, m *metrics, trusted []netip.Prefix) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d := &requestDetails{requestID: r.Header.Get(requestIDHeader), route: "none"}
		if !requestIDPattern.MatchString(d.requestID) {
			d.requestID = rand.Text()
		}
		w.Header().Set(requestIDHeader, d.requestID)
		r = r.WithContext(context.WithValue(r.Context(), detailsKey{}, d))
		r.Body = http.MaxBytesReader(w, r.Body, maxBodyBytes)

		method := r.Method
		if !slices.Contains(knownMethods, method) {
			method = "other"
		}
		active := m.active.WithLabelValues(method)
		active.Inc()
		defer active.Dec()

		captured := httpsnoop.CaptureMetrics(next, w, r)
		m.duration.WithLabelValues(method, d.route, strconv.Itoa(captured.Code)).Observe(captured.Duration.Seconds())

		span := trace.SpanFromContext(r.Context())
		span.SetName(method + " " + d.route)
		span.SetAttributes(attribute.String("http.route", d.route))

		level := slog.LevelInfo
		if captured.Code >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		logger.LogAttrs(r.Context(), level, "request",
			slog.String("request_id", d.requestID),
			slog.String("method", r.Method),
			slog.String("path", r.URL.Path),
			slog.String("route", d.route),
			slog.String("client", clientAddress(r, trusted)),
			slog.String("subject", d.subject),
			slog.Int("status", captured.Code),
			slog.Int64("bytes", captured.Written),
			slog.Float64("duration_ms", float64(captured.Duration)/float64(time.Millisecond)),
		)
	})
}

// knownMethods keeps made-up ones from becoming time series.
var knownMethods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
	http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

// writeProblem answers with an error as RFC 9457 writes it.
func writeProblem(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	// The client may have gone away; there is nobody else to tell.
	_ = json.NewEncoder(w).Encode(map[string]any{
		"title": http.StatusText(status), "status": status, "detail": detail,
	})
}
