package routes_test

import (
	"strings"
	"testing"
	"time"

	"${{ values.modulePath }}/internal/routes"
)

func getenv(name string) string {
	return map[string]string{"ORDERS_URL": "http://orders:8080/base"}[name]
}

func TestParse(t *testing.T) {
	t.Parallel()
	file, err := routes.Parse([]byte(`
upstreams:
  orders: { url: '${ORDERS_URL}', ready: { path: /readyz, required: true } }
routes:
  - { path: /, upstream: orders }
  - path: /api/orders
    upstream: orders
    stripPrefix: /api
    methods: [GET, POST]
    timeout: 1500ms
    retries: 2
    rateLimit: { perSecond: 0.5, burst: 3 }
    auth: jwt
jwt: { jwksUrl: 'https://login.example/keys', issuer: 'https://login.example', audience: orders }
cors: { origins: ['https://shop.example'], credentials: true, maxAge: 10m }
trustedProxies: [10.0.0.0/8]
`), getenv)
	if err != nil {
		t.Fatal(err)
	}
	if first := file.Routes[0]; first.Path != "/api/orders" || first.Timeout != 1500*time.Millisecond {
		t.Errorf("first route: got %+v", first)
	}
	if second := file.Routes[1]; second.Timeout != 10*time.Second {
		t.Errorf("default timeout: got %s", second.Timeout)
	}
	orders := file.Upstreams["orders"]
	if orders.Target.Host != "orders:8080" || orders.Breaker.Failures != 5 || !orders.Ready.Required {
		t.Errorf("upstream: got %+v", orders)
	}
	if file.TrustedProxies[0].Bits() != 8 || file.CORS.MaxAge != 10*time.Minute {
		t.Errorf("got proxies %v, CORS %+v", file.TrustedProxies, file.CORS)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	const upstream = "upstreams: { a: { url: 'http://a' } }\n"

	for _, tc := range []struct {
		name, text, mention string
	}{
		{"no YAML", "routes: [", "read routes"},
		{"unknown field", upstream + "routes: [{ path: /, upstream: a, timeuot: 1s }]", "timeuot"},
		{"nothing", "", "routes: there is none"},
		{"unset variable", "upstreams: { a: { url: '${NOT_SET}' } }", "upstreams.a.url: the variable NOT_SET is not set"},
		{"no address", "upstreams: { a: { url: 'a:80' } }", "upstreams.a.url: must be an absolute"},
		{"unknown upstream", upstream + "routes: [{ path: /, upstream: b }]", `routes[0].upstream: there is no upstream "b"`},
		{"relative path", upstream + "routes: [{ path: a, upstream: a }]", "routes[0].path: must begin with /"},
		{"path twice", upstream + "routes: [{ path: /a, upstream: a }, { path: /a, upstream: a }]", "routes[1].path: /a is there twice"},
		{"other prefix", upstream + "routes: [{ path: /a, upstream: a, stripPrefix: /b }]", "routes[0].stripPrefix"},
		{"unknown method", upstream + "routes: [{ path: /a, upstream: a, methods: [FETCH] }]", "there is no method FETCH"},
		{"too many retries", upstream + "routes: [{ path: /a, upstream: a, retries: 6 }]", "routes[0].retries"},
		{"limit of nothing", upstream + "routes: [{ path: /a, upstream: a, rateLimit: { burst: 1 } }]", "routes[0].rateLimit.perSecond"},
		{"tokens of nobody", upstream + "routes: [{ path: /a, upstream: a, auth: jwt }]", "routes[0].auth: needs jwt"},
		{"any issuer", upstream + "jwt: { jwksUrl: 'http://a' }", "jwt.issuer: is missing"},
		{"every origin", upstream + "cors: { origins: ['*'], credentials: true }", "cors.credentials"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := routes.Parse([]byte(tc.text), getenv)
			if err == nil || !strings.Contains(err.Error(), tc.mention) {
				t.Errorf("got error %v, want one that says %q", err, tc.mention)
			}
		})
	}
}
