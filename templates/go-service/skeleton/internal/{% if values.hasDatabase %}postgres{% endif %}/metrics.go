package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// operationTimer measures queries by what they do: SELECT, INSERT and so on.
type operationTimer struct {
	duration *prometheus.HistogramVec
}

func newOperationTimer(registry prometheus.Registerer) *operationTimer {
	return &operationTimer{promauto.With(registry).NewHistogramVec(prometheus.HistogramOpts{
		Name:    "db_client_operation_duration_seconds",
		Help:    "How long operations of the database took.",
		Buckets: []float64{.001, .005, .01, .05, .1, .5, 1, 5, 10},
	}, []string{"db_operation_name"})}
}

type operation struct {
	name  string
	start time.Time
}

type operationKey struct{}

// TraceQueryStart implements pgx.QueryTracer.
func (t *operationTimer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	name := "OTHER"
	if words := strings.Fields(data.SQL); len(words) > 0 {
		switch first := strings.ToUpper(words[0]); first {
		case "SELECT", "INSERT", "UPDATE", "DELETE":
			name = first
		}
	}
	return context.WithValue(ctx, operationKey{}, operation{name, time.Now()})
}

// TraceQueryEnd implements pgx.QueryTracer.
func (t *operationTimer) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) {
	if op, ok := ctx.Value(operationKey{}).(operation); ok {
		t.duration.WithLabelValues(op.name).Observe(time.Since(op.start).Seconds())
	}
}

// poolCollector reports how busy the connections to the database are.
type poolCollector struct {
	pool        *pgxpool.Pool
	connections *prometheus.Desc
	limit       *prometheus.Desc
}

func newPoolCollector(pool *pgxpool.Pool) *poolCollector {
	return &poolCollector{
		pool: pool,
		connections: prometheus.NewDesc("db_client_connection_count",
			"Connections to the database.", []string{"state"}, nil),
		limit: prometheus.NewDesc("db_client_connection_max",
			"The most connections there may be.", nil, nil),
	}
}

// Describe implements prometheus.Collector.
func (c *poolCollector) Describe(ch chan<- *prometheus.Desc) {
	ch <- c.connections
	ch <- c.limit
}

// Collect implements prometheus.Collector.
func (c *poolCollector) Collect(ch chan<- prometheus.Metric) {
	stat := c.pool.Stat()
	ch <- prometheus.MustNewConstMetric(c.connections, prometheus.GaugeValue, float64(stat.AcquiredConns()), "used")
	ch <- prometheus.MustNewConstMetric(c.connections, prometheus.GaugeValue, float64(stat.IdleConns()), "idle")
	ch <- prometheus.MustNewConstMetric(c.limit, prometheus.GaugeValue, float64(stat.MaxConns()))
}
