// Package gateway takes requests to the services behind it.
package gateway

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"${{ values.modulePath }}/internal/routes"
)

// Gateway is a handler whose routes can be replaced while it runs.
type Gateway struct {
	logger  *slog.Logger
	metrics *metrics
	current atomic.Pointer[table]
	// replacing keeps two reloads from overtaking each other.
	replacing sync.Mutex
}

// New returns a gateway without routes.
func New(logger *slog.Logger, registry prometheus.Registerer) *Gateway {
	return &Gateway{logger: logger, metrics: newMetrics(registry)}
}

// Replace makes these the routes of all requests to come. Requests in flight go
// on as they began. Rate limits and circuit breakers begin anew.
func (g *Gateway) Replace(ctx context.Context, file *routes.File) {
	g.replacing.Lock()
	defer g.replacing.Unlock()
	next := newTable(ctx, file, g.logger, g.metrics)
	if old := g.current.Swap(next); old != nil {
		old.close()
	}
}

// Reload reads the routes from a file. When something is wrong with it, those
// there are stay.
func (g *Gateway) Reload(ctx context.Context, name string, getenv func(string) string) error {
	file, err := routes.Load(name, getenv)
	if err != nil {
		g.metrics.reloads.WithLabelValues("failure").Inc()
		return fmt.Errorf("load %s: %w", name, err)
	}
	g.Replace(ctx, file)
	g.metrics.reloads.WithLabelValues("success").Inc()
	g.logger.InfoContext(ctx, "routes loaded", "file", name, "routes", len(file.Routes))
	return nil
}

// CheckUpstreams asks upstreams whether they are ready, and returns an error if
// one that is required is not. Others are only logged.
func (g *Gateway) CheckUpstreams(ctx context.Context) error {
	return g.current.Load().checkUpstreams(ctx, g.logger)
}

// ServeHTTP implements http.Handler.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.current.Load().handler.ServeHTTP(w, r)
}
