package gateway_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const issuer = "https://login.example"

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sign(t *testing.T, algorithm jose.SignatureAlgorithm, key any, claims jwt.Claims) string {
	t.Helper()
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: algorithm, Key: jose.JSONWebKey{Key: key, KeyID: "one"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestTokens(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	keys := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
			{Key: key.Public(), KeyID: "one", Algorithm: "ES256", Use: "sig"},
		}})
	}))
	defer keys.Close()
	e := newEdge(t, `
routes:
  - { path: /open, upstream: orders }
  - { path: /orders, upstream: orders, auth: jwt, rateLimit: { perSecond: 100, burst: 100 } }
jwt: { jwksUrl: '`+keys.URL+`', issuer: '`+issuer+`', audience: edge }
`, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Header.Get("X-Auth-Subject"))
	})

	claims := func(change func(*jwt.Claims)) jwt.Claims {
		c := jwt.Claims{
			Issuer: issuer, Subject: "ada", Audience: jwt.Audience{"edge"},
			Expiry: jwt.NewNumericDate(time.Now().Add(time.Hour)),
		}
		change(&c)
		return c
	}
	good := sign(t, jose.ES256, key, claims(func(*jwt.Claims) {}))

	for _, tc := range []struct {
		name, path, authorization string
		status                    int
		subject                   string
	}{
		{"open without a token", "/open", "", http.StatusOK, ""},
		{"open with any token", "/open", "Bearer nonsense", http.StatusOK, ""},
		{"a good token", "/orders", "Bearer " + good, http.StatusOK, "ada"},
		{"lower-case scheme", "/orders", "bearer " + good, http.StatusOK, "ada"},
		{"no token", "/orders", "", http.StatusUnauthorized, ""},
		{"another scheme", "/orders", "Basic " + good, http.StatusUnauthorized, ""},
		{"nonsense", "/orders", "Bearer nonsense", http.StatusUnauthorized, ""},
		{"another issuer", "/orders", "Bearer " + sign(t, jose.ES256, key, claims(func(c *jwt.Claims) { c.Issuer = "https://evil.example" })), http.StatusUnauthorized, ""},
		{"another audience", "/orders", "Bearer " + sign(t, jose.ES256, key, claims(func(c *jwt.Claims) { c.Audience = jwt.Audience{"bank"} })), http.StatusUnauthorized, ""},
		{"expired", "/orders", "Bearer " + sign(t, jose.ES256, key, claims(func(c *jwt.Claims) { c.Expiry = jwt.NewNumericDate(time.Now().Add(-time.Hour)) })), http.StatusUnauthorized, ""},
		{"without an end", "/orders", "Bearer " + sign(t, jose.ES256, key, claims(func(c *jwt.Claims) { c.Expiry = nil })), http.StatusUnauthorized, ""},
		{"of nobody", "/orders", "Bearer " + sign(t, jose.ES256, key, claims(func(c *jwt.Claims) { c.Subject = "" })), http.StatusUnauthorized, ""},
		{"another key", "/orders", "Bearer " + sign(t, jose.ES256, newKey(t), claims(func(*jwt.Claims) {})), http.StatusUnauthorized, ""},
		{"a secret for a key", "/orders", "Bearer " + sign(t, jose.HS256, []byte(strings.Repeat("k", 32)), claims(func(*jwt.Claims) {})), http.StatusUnauthorized, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, tc.path, nil)
			r.Header.Set("Authorization", tc.authorization)
			r.Header.Set("X-Auth-Subject", "admin")
			response := e.do(r)
			if response.Code != tc.status {
				t.Fatalf("got %d %s, want %d", response.Code, response.Body, tc.status)
			}
			if tc.status == http.StatusOK && response.Body.String() != tc.subject {
				t.Errorf("the upstream was told %q, want %q", response.Body, tc.subject)
			}
			if tc.status == http.StatusUnauthorized && response.Header().Get("WWW-Authenticate") != "Bearer" {
				t.Error("the client is not told how")
			}
		})
	}
}
