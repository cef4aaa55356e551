package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"

	"${{ values.modulePath }}/internal/routes"
)

var errNoToken = errors.New("no bearer token")

// verifier tells whose tokens are believed. Keys are fetched from the issuer
// when the first token comes, and again when one names a key not known.
type verifier struct {
	tokens *oidc.IDTokenVerifier
}

func newVerifier(ctx context.Context, cfg routes.JWT) *verifier {
	return &verifier{oidc.NewVerifier(cfg.Issuer, oidc.NewRemoteKeySet(ctx, cfg.JWKSURL), &oidc.Config{
		ClientID: cfg.Audience,
		// Asymmetric ones only: a published key must never pass for a secret.
		SupportedSigningAlgs: []string{
			oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512,
			oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA,
		},
	})}
}

// subject returns whom the request's token speaks for.
func (v *verifier) subject(r *http.Request) (string, error) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return "", errNoToken
	}
	verified, err := v.tokens.Verify(r.Context(), strings.TrimSpace(token))
	if err != nil {
		return "", fmt.Errorf("verify token: %w", err)
	}
	if verified.Subject == "" {
		return "", errors.New("token has no subject")
	}
	return verified.Subject, nil
}
