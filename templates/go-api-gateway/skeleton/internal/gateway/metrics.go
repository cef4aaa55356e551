package gateway

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// metrics uses the names of OpenTelemetry's conventions where there are some,
// which the dashboard and the alerts are made for.
type metrics struct {
	duration *prometheus.HistogramVec
	active   *prometheus.GaugeVec
	upstream *prometheus.HistogramVec
	retries  *prometheus.CounterVec
	limited  *prometheus.CounterVec
	open     *prometheus.GaugeVec
	reloads  *prometheus.CounterVec
}

func newMetrics(registry prometheus.Registerer) *metrics {
	factory := promauto.With(registry)
	buckets := []float64{.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10}
	return &metrics{
		duration: factory.NewHistogramVec(prometheus.HistogramOpts{
			Name: "http_server_request_duration_seconds", Help: "How long requests took.", Buckets: buckets,
		}, []string{"http_request_method", "http_route", "http_response_status_code"}),
		active: factory.NewGaugeVec(prometheus.GaugeOpts{
			Name: "http_server_active_requests", Help: "Requests that are being answered.",
		}, []string{"http_request_method"}),
		upstream: factory.NewHistogramVec(prometheus.HistogramOpts{
			Name: "gateway_upstream_request_duration_seconds", Help: "How long upstreams took, each try for itself.", Buckets: buckets,
		}, []string{"upstream", "http_response_status_code"}),
		retries: factory.NewCounterVec(prometheus.CounterOpts{
			Name: "gateway_retries_total", Help: "Requests that were tried again.",
		}, []string{"http_route"}),
		limited: factory.NewCounterVec(prometheus.CounterOpts{
			Name: "gateway_rate_limited_total", Help: "Requests refused because their client asked for too much.",
		}, []string{"http_route"}),
		open: factory.NewGaugeVec(prometheus.GaugeOpts{
			Name: "gateway_circuit_open", Help: "1 while an upstream is left alone.",
		}, []string{"upstream"}),
		reloads: factory.NewCounterVec(prometheus.CounterOpts{
			Name: "gateway_routes_reloads_total", Help: "How often the routes file was read.",
		}, []string{"result"}),
	}
}
