package httpapi

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

type metrics struct {
	duration  *prometheus.HistogramVec
	active    *prometheus.GaugeVec
	redirects prometheus.Counter
}

// newMetrics uses the names of OpenTelemetry's conventions, which the dashboard
// and the alerts are made for.
func newMetrics(registry prometheus.Registerer) *metrics {
	factory := promauto.With(registry)
	return &metrics{
		duration: factory.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "http_server_request_duration_seconds",
			Help:    "How long requests took.",
			Buckets: []float64{.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10},
		}, []string{"http_request_method", "http_route", "http_response_status_code"}),
		active: factory.NewGaugeVec(prometheus.GaugeOpts{
			Name: "http_server_active_requests",
			Help: "Requests that are being answered.",
		}, []string{"http_request_method"}),
		redirects: factory.NewCounter(prometheus.CounterOpts{
			Name: "links_followed_total",
			Help: "How often a link was followed.",
		}),
	}
}

// observe counts, times and logs each request by its route, not by its path, so
// that there are no more time series than routes.
func observe(logger *slog.Logger, m *metrics) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start := time.Now()
			ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
			method := knownMethod(r.Method)
			active := m.active.WithLabelValues(method)
			active.Inc()
			defer active.Dec()

			next.ServeHTTP(ww, r)

			elapsed := time.Since(start)
			route := chi.RouteContext(r.Context()).RoutePattern()
			if route == "" || route == "/*" {
				route = "none"
			}
			status := ww.Status()
			if status == 0 {
				status = http.StatusOK
			}
			m.duration.WithLabelValues(method, route, strconv.Itoa(status)).Observe(elapsed.Seconds())

			span := trace.SpanFromContext(r.Context())
			span.SetName(method + " " + route)
			span.SetAttributes(attribute.String("http.route", route))

			level := slog.LevelInfo
			if status >= http.StatusInternalServerError {
				level = slog.LevelError
			}
			logger.LogAttrs(r.Context(), level, "request",
				slog.String("method", r.Method),
				slog.String("path", r.URL.Path),
				slog.String("route", route),
				slog.Int("status", status),
				slog.Int("bytes", ww.BytesWritten()),
				slog.Float64("duration_ms", float64(elapsed.Microseconds())/1000),
				slog.String("request_id", middleware.GetReqID(r.Context())),
			)
		})
	}
}

// knownMethod keeps made-up methods from becoming time series.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
		http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	default:
		return "other"
	}
}

// recoverPanics answers for a handler that panicked.
func recoverPanics(logger *slog.Logger) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() {
				switch cause := recover(); cause {
				case nil:
				case http.ErrAbortHandler:
					panic(cause)
				default:
					logger.ErrorContext(r.Context(), "panic", "cause", cause, "stack", string(debug.Stack()))
					writeProblem(w, r, problem{Status: http.StatusInternalServerError, Detail: "Something went wrong."})
				}
			}()
			next.ServeHTTP(w, r)
		})
	}
}
