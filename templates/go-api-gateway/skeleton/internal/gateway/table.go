package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/rs/cors"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"${{ values.modulePath }}/internal/routes"
)

// table is one state of the routes, with everything that belongs to it.
type table struct {
	handler   http.Handler
	routes    []*route
	upstreams map[string]routes.Upstream
	transport *http.Transport
	cancel    context.CancelFunc
}

func newTable(ctx context.Context, file *routes.File, logger *slog.Logger, m *metrics) *table {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64
	// What answers compressed is passed on compressed.
	transport.DisableCompression = true

	// Not ended by ctx: keys are fetched as long as the table is used.
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	t := &table{upstreams: file.Upstreams, transport: transport, cancel: cancel}

	var tokens *verifier
	if file.JWT != nil {
		tokens = newVerifier(oidc.ClientContext(ctx, &http.Client{Timeout: 5 * time.Second}), *file.JWT)
	}

	m.open.Reset()
	traced := otelhttp.NewTransport(transport)
	upstreams := map[string]*upstreamTransport{}
	for name, upstream := range file.Upstreams {
		upstreams[name] = newUpstreamTransport(name, upstream.Breaker, traced, m)
	}
	for _, cfg := range file.Routes {
		t.routes = append(t.routes, newRoute(routeOptions{
			config:    cfg,
			target:    file.Upstreams[cfg.Upstream].Target,
			transport: upstreams[cfg.Upstream],
			tokens:    tokens,
			trusted:   file.TrustedProxies,
			logger:    logger,
			metrics:   m,
		}))
	}

	t.handler = http.HandlerFunc(t.dispatch)
	if c := file.CORS; c != nil {
		t.handler = cors.New(cors.Options{
			AllowedOrigins:   c.Origins,
			AllowedMethods:   []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"},
			AllowedHeaders:   c.Headers,
			AllowCredentials: c.Credentials,
			ExposedHeaders:   []string{requestIDHeader},
			MaxAge:           int(c.MaxAge.Seconds()),
		}).Handler(t.handler)
	}
	t.handler = otelhttp.NewHandler(observe(t.handler, logger, m, file.TrustedProxies), "gateway")
	return t
}

func (t *table) close() {
	t.cancel()
	t.transport.CloseIdleConnections()
}

// dispatch finds the route of a request: that of the longest prefix.
func (t *table) dispatch(w http.ResponseWriter, r *http.Request) {
	if !isClean(r.URL.Path) {
		writeProblem(w, http.StatusBadRequest, "The address has . or .. or empty parts.")
		return
	}
	for _, route := range t.routes {
		if route.takes(r.URL.Path) {
			route.ServeHTTP(w, r)
			return
		}
	}
	writeProblem(w, http.StatusNotFound, "There is nothing at this address.")
}

// isClean refuses paths that an upstream may understand otherwise than the
// gateway does, and which would so get around the rules of a route.
func isClean(p string) bool {
	return !strings.Contains(p, `\`) && strings.TrimSuffix(p, "/") == strings.TrimSuffix(path.Clean("/"+p), "/")
}

// checkUpstreams asks all that say how, at once.
func (t *table) checkUpstreams(ctx context.Context, logger *slog.Logger) error {
	client := &http.Client{Transport: t.transport}
	var (
		mu   sync.Mutex
		wg   sync.WaitGroup
		errs []error
	)
	for name, upstream := range t.upstreams {
		if upstream.Ready == nil {
			continue
		}
		wg.Go(func() {
			err := ask(ctx, client, upstream)
			if err == nil {
				return
			}
			err = fmt.Errorf("%s: %w", name, err)
			if !upstream.Ready.Required {
				logger.WarnContext(ctx, "upstream is not ready", "error", err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			errs = append(errs, err)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

func ask(ctx context.Context, client *http.Client, upstream routes.Upstream) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	address := upstream.Target.JoinPath(upstream.Ready.Path).String()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("answers %s", response.Status)
	}
	return nil
}
