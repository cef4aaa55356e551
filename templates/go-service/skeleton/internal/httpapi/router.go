// Package httpapi is the service's HTTP interface.
package httpapi

import (
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"${{ values.modulePath }}/internal/health"
	"${{ values.modulePath }}/internal/links"
)

// Options is what the interface is made of.
type Options struct {
	Store     links.Store
	Readiness *health.Readiness
	Registry  *prometheus.Registry
	Logger    *slog.Logger
}

// New returns the handler of every request. Probes and metrics are neither
// logged, counted nor traced.
func New(opts Options) http.Handler {
	metrics := newMetrics(opts.Registry)
	handler := &linkHandler{store: opts.Store, logger: opts.Logger, redirects: metrics.redirects}

	api := chi.NewRouter()
	api.Use(
		middleware.RequestID,
		otelhttp.NewMiddleware("http.server"),
		observe(opts.Logger, metrics),
		recoverPanics(opts.Logger),
	)
	api.NotFound(func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, r, problem{Status: http.StatusNotFound, Detail: "There is nothing at this address."})
	})
	api.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, r, problem{Status: http.StatusMethodNotAllowed, Detail: "This address does not take " + r.Method + "."})
	})
	api.Get("/api/links", handler.list)
	api.Post("/api/links", handler.create)
	api.Get("/api/links/{slug}", handler.get)
	api.Delete("/api/links/{slug}", handler.delete)
	api.Get("/l/{slug}", handler.follow)

	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", live)
	mux.HandleFunc("GET /readyz", ready(opts.Readiness, opts.Logger))
	mux.Handle("GET /metrics", promhttp.HandlerFor(opts.Registry, promhttp.HandlerOpts{Registry: opts.Registry}))
	mux.Handle("/", api)
	return mux
}
