// Package routes reads the file that says what the gateway does with requests.
package routes

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// File is the whole routes file, checked and with defaults filled in.
type File struct {
	Upstreams map[string]Upstream `yaml:"upstreams"`
	Routes    []Route             `yaml:"routes"`
	JWT       *JWT                `yaml:"jwt"`
	CORS      *CORS               `yaml:"cors"`
	// TrustedProxies may say whom they speak for by X-Forwarded-For.
	TrustedProxies []netip.Prefix `yaml:"trustedProxies"`
}

// Upstream is a service behind the gateway.
type Upstream struct {
	// URL may contain variables of the environment, such as ${ORDERS_URL}.
	URL     string  `yaml:"url"`
	Ready   *Ready  `yaml:"ready"`
	Breaker Breaker `yaml:"breaker"`

	// Target is URL, read.
	Target *url.URL `yaml:"-"`
}

// Ready says how to ask an upstream whether it is ready.
type Ready struct {
	Path string `yaml:"path"`
	// Required makes the gateway unready while the upstream is.
	Required bool `yaml:"required"`
}

// Breaker says when an upstream is left alone.
type Breaker struct {
	// Failures in a row open the breaker; 5 when left out.
	Failures uint32 `yaml:"failures"`
	// OpenFor is how long no request gets through; 10s when left out.
	OpenFor time.Duration `yaml:"openFor"`
}

// Route says which requests go where, and how.
type Route struct {
	// Path is a prefix of whole segments: /orders takes /orders and /orders/1.
	Path     string   `yaml:"path"`
	Upstream string   `yaml:"upstream"`
	Methods  []string `yaml:"methods"`
	// StripPrefix is taken off the path before it goes to the upstream.
	StripPrefix string `yaml:"stripPrefix"`
	// Timeout is for everything, retries included; 10s when left out.
	Timeout time.Duration `yaml:"timeout"`
	// Retries are for methods that can be repeated, without a body.
	Retries   int        `yaml:"retries"`
	RateLimit *RateLimit `yaml:"rateLimit"`
	// Auth is "jwt", or empty for everybody.
	Auth string `yaml:"auth"`
}

// RateLimit is how much one client may ask for.
type RateLimit struct {
	PerSecond float64 `yaml:"perSecond"`
	Burst     int     `yaml:"burst"`
}

// JWT says which tokens are believed.
type JWT struct {
	JWKSURL  string `yaml:"jwksUrl"`
	Issuer   string `yaml:"issuer"`
	Audience string `yaml:"audience"`
}

// CORS says which pages may ask.
type CORS struct {
	Origins     []string      `yaml:"origins"`
	Headers     []string      `yaml:"headers"`
	Credentials bool          `yaml:"credentials"`
	MaxAge      time.Duration `yaml:"maxAge"`
}

// Load reads a routes file. Variables are looked up by getenv.
func Load(name string, getenv func(string) string) (*File, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read routes: %w", err)
	}
	return Parse(data, getenv)
}

// Parse reads the text of a routes file, and tells everything that is wrong.
func Parse(data []byte, getenv func(string) string) (*File, error) {
	file := &File{}
	if err := yaml.UnmarshalWithOptions(data, file, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("read routes: %w", err)
	}
	c := &checker{getenv: getenv}
	c.file(file)
	if err := errors.Join(c.errs...); err != nil {
		return nil, fmt.Errorf("check routes: %w", err)
	}
	// The longest prefix comes first.
	slices.SortFunc(file.Routes, func(a, b Route) int { return len(b.Path) - len(a.Path) })
	return file, nil
}

type checker struct {
	getenv func(string) string
	errs   []error
}

func (c *checker) require(ok bool, field, problem string) {
	if !ok {
		c.errs = append(c.errs, fmt.Errorf("%s: %s", field, problem))
	}
}

// address fills in variables, and reads an http or https address.
func (c *checker) address(field, text string) *url.URL {
	filled := os.Expand(text, func(name string) string {
		value := c.getenv(name)
		c.require(value != "", field, "the variable "+name+" is not set")
		return value
	})
	parsed, err := url.Parse(filled)
	ok := err == nil && parsed.Host != "" && (parsed.Scheme == "http" || parsed.Scheme == "https")
	c.require(ok, field, "must be an absolute http or https address")
	return parsed
}

func (c *checker) file(file *File) {
	c.require(len(file.Routes) > 0, "routes", "there is none")
	for name, upstream := range file.Upstreams {
		file.Upstreams[name] = c.upstream("upstreams."+name, upstream)
	}
	if file.JWT != nil {
		file.JWT.JWKSURL = c.address("jwt.jwksUrl", file.JWT.JWKSURL).String()
		c.require(file.JWT.Issuer != "", "jwt.issuer", "is missing")
		c.require(file.JWT.Audience != "", "jwt.audience", "is missing")
	}
	if file.CORS != nil {
		c.require(len(file.CORS.Origins) > 0, "cors.origins", "there is none")
		open := slices.Contains(file.CORS.Origins, "*") && file.CORS.Credentials
		c.require(!open, "cors.credentials", "cannot be with the origin *")
	}
	paths := map[string]bool{}
	for i := range file.Routes {
		route := &file.Routes[i]
		field := fmt.Sprintf("routes[%d]", i)
		c.require(!paths[route.Path], field+".path", route.Path+" is there twice")
		paths[route.Path] = true
		c.route(field, file, route)
	}
}

func (c *checker) upstream(field string, upstream Upstream) Upstream {
	upstream.Target = c.address(field+".url", upstream.URL)
	if upstream.Breaker.Failures == 0 {
		upstream.Breaker.Failures = 5
	}
	if upstream.Breaker.OpenFor == 0 {
		upstream.Breaker.OpenFor = 10 * time.Second
	}
	c.require(upstream.Breaker.OpenFor > 0, field+".breaker.openFor", "must be more than nothing")
	if upstream.Ready != nil {
		c.require(strings.HasPrefix(upstream.Ready.Path, "/"), field+".ready.path", "must begin with /")
	}
	return upstream
}

func (c *checker) route(field string, file *File, route *Route) {
	c.require(strings.HasPrefix(route.Path, "/"), field+".path", "must begin with /")
	c.require(route.Path == "/" || !strings.HasSuffix(route.Path, "/"), field+".path", "must not end with /")
	_, known := file.Upstreams[route.Upstream]
	c.require(known, field+".upstream", fmt.Sprintf("there is no upstream %q", route.Upstream))
	for _, method := range route.Methods {
		c.require(slices.Contains(methods, method), field+".methods", "there is no method "+method)
	}
	c.require(strings.HasPrefix(route.Path, route.StripPrefix), field+".stripPrefix", "must be the beginning of path")
	c.require(!strings.HasSuffix(route.StripPrefix, "/"), field+".stripPrefix", "must not end with /")
	if route.Timeout == 0 {
		route.Timeout = 10 * time.Second
	}
	c.require(route.Timeout > 0, field+".timeout", "must be more than nothing")
	c.require(route.Retries >= 0 && route.Retries <= 5, field+".retries", "must be from 0 to 5")
	c.require(route.Auth == "" || route.Auth == "jwt", field+".auth", "must be jwt, or left out")
	c.require(route.Auth == "" || file.JWT != nil, field+".auth", "needs jwt to say which tokens are believed")
	if limit := route.RateLimit; limit != nil {
		c.require(limit.PerSecond > 0, field+".rateLimit.perSecond", "must be more than nothing")
		c.require(limit.Burst > 0, field+".rateLimit.burst", "must be more than nothing")
	}
}

var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
	http.MethodPatch, http.MethodDelete, http.MethodOptions,
}
