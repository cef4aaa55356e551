package gateway

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"net/http/httputil"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/sony/gobreaker/v2"

	"${{ values.modulePath }}/internal/routes"
)

// subjectHeader tells upstreams for whom a verified token speaks. What clients
// send by this name is dropped.
const subjectHeader = "X-Auth-Subject"

type routeOptions struct {
	config    routes.Route
	target    *url.URL
	transport http.RoundTripper
	tokens    *verifier
	trusted   []netip.Prefix
	logger    *slog.Logger
	metrics   *metrics
}

// route handles the requests of one prefix.
type route struct {
	config  routes.Route
	proxy   *httputil.ReverseProxy
	tokens  *verifier
	limiter *limiter
	limited prometheus.Counter
	trusted []netip.Prefix
	logger  *slog.Logger
}

func newRoute(opts routeOptions) *route {
	cfg := opts.config
	rt := &route{
		config:  cfg,
		limited: opts.metrics.limited.WithLabelValues(cfg.Path),
		trusted: opts.trusted,
		logger:  opts.logger,
	}
	if cfg.Auth == "jwt" {
		rt.tokens = opts.tokens
	}
	if limit := cfg.RateLimit; limit != nil {
		rt.limiter = newLimiter(limit.PerSecond, limit.Burst)
	}
	rt.proxy = &httputil.ReverseProxy{
		Rewrite: func(pr *httputil.ProxyRequest) { rt.rewrite(pr, opts.target) },
		Transport: &retryTransport{
			next:    opts.transport,
			retries: cfg.Retries,
			counter: opts.metrics.retries.WithLabelValues(cfg.Path),
			pause:   backOff,
		},
		ErrorHandler: rt.fail,
		ErrorLog:     slog.NewLogLogger(opts.logger.Handler(), slog.LevelWarn),
	}
	return rt
}

func (rt *route) takes(path string) bool {
	rest, ok := strings.CutPrefix(path, strings.TrimSuffix(rt.config.Path, "/"))
	return ok && (rest == "" || strings.HasPrefix(rest, "/"))
}

// ServeHTTP implements http.Handler.
func (rt *route) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	details(r).route = rt.config.Path
	if methods := rt.config.Methods; len(methods) > 0 && !slices.Contains(methods, r.Method) {
		w.Header().Set("Allow", strings.Join(methods, ", "))
		writeProblem(w, http.StatusMethodNotAllowed, "This address does not take "+r.Method+".")
		return
	}

	client := "address " + clientAddress(r, rt.trusted)
	r.Header.Del(subjectHeader)
	if rt.tokens != nil {
		subject, err := rt.tokens.subject(r)
		if err != nil {
			rt.logger.InfoContext(r.Context(), "token refused", "error", err)
			w.Header().Set("WWW-Authenticate", "Bearer")
			writeProblem(w, http.StatusUnauthorized, "A valid bearer token is needed.")
			return
		}
		r.Header.Set(subjectHeader, subject)
		details(r).subject = subject
		client = "subject " + subject
	}

	if rt.limiter != nil {
		if ok, after := rt.limiter.take(client, time.Now()); !ok {
			rt.limited.Inc()
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(after.Seconds()))))
			writeProblem(w, http.StatusTooManyRequests, "Too many requests.")
			return
		}
	}

	ctx, cancel := context.WithTimeout(r.Context(), rt.config.Timeout)
	defer cancel()
	rt.proxy.ServeHTTP(w, r.WithContext(ctx))
}

func (rt *route) rewrite(pr *httputil.ProxyRequest, target *url.URL) {
	if prefix := rt.config.StripPrefix; prefix != "" {
		pr.Out.URL.Path = strings.TrimPrefix(pr.Out.URL.Path, prefix)
		pr.Out.URL.RawPath = strings.TrimPrefix(pr.Out.URL.RawPath, prefix)
	}
	pr.SetURL(target)
	// What a trusted proxy wrote is continued; anything else is dropped.
	host, _, _ := strings.Cut(pr.In.RemoteAddr, "%")
	if address, err := netip.ParseAddrPort(host); err == nil && isTrusted(address.Addr().String(), rt.trusted) {
		pr.Out.Header["X-Forwarded-For"] = pr.In.Header["X-Forwarded-For"]
	}
	pr.SetXForwarded()
	pr.Out.Header.Set(requestIDHeader, details(pr.In).requestID)
}

// fail answers for an upstream that did not.
func (rt *route) fail(w http.ResponseWriter, r *http.Request, err error) {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		writeProblem(w, http.StatusGatewayTimeout, "The service behind takes too long.")
	case errors.Is(err, gobreaker.ErrOpenState), errors.Is(err, gobreaker.ErrTooManyRequests):
		writeProblem(w, http.StatusServiceUnavailable, "The service behind has failed, and is left alone for a while.")
	case errors.As(err, &tooLarge):
		writeProblem(w, http.StatusRequestEntityTooLarge, "The body is too large.")
	case errors.Is(err, context.Canceled):
		// The client went away: nobody reads this, but the log.
		w.WriteHeader(statusClientClosedRequest)
	default:
		rt.logger.WarnContext(r.Context(), "upstream failed", "upstream", rt.config.Upstream, "error", err)
		writeProblem(w, http.StatusBadGateway, "The service behind cannot be reached.")
	}
}
