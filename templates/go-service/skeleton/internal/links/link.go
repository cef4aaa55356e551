// Package links holds short names for long addresses.
package links

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
)

const (
	maxURLLength = 2048
	randomLength = 8
)

var (
	// ErrNotFound says that there is no link of that name.
	ErrNotFound = errors.New("link not found")
	// ErrTaken says that another link has that name.
	ErrTaken = errors.New("link name is taken")

	slugPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$`)
)

// InvalidError says which field of a link cannot be accepted, and why.
type InvalidError struct {
	Field  string
	Reason string
}

func (e *InvalidError) Error() string {
	return fmt.Sprintf("%s %s", e.Field, e.Reason)
}

// Link is a short name for an address.
type Link struct {
	Slug      string    `json:"slug"`
	URL       string    `json:"url"`
	CreatedAt time.Time `json:"createdAt"`
}

// Store keeps links. Its methods are safe for concurrent use.
type Store interface {
	// Create keeps a new link, or returns ErrTaken.
	Create(ctx context.Context, link Link) error
	// Find returns the link of a name, or ErrNotFound.
	Find(ctx context.Context, slug string) (Link, error)
	// List returns up to limit links in the order of their names, beginning
	// behind after.
	List(ctx context.Context, after string, limit int) ([]Link, error)
	// Delete removes the link of a name, or returns ErrNotFound.
	Delete(ctx context.Context, slug string) error
}

// New makes a link. An empty slug means a random one.
func New(slug, address string, now time.Time) (Link, error) {
	if slug == "" {
		slug = strings.ToLower(rand.Text()[:randomLength])
	}
	if !slugPattern.MatchString(slug) {
		return Link{}, &InvalidError{"slug", "must be 3 to 40 lower-case letters, digits and inner dashes"}
	}
	if len(address) > maxURLLength {
		return Link{}, &InvalidError{"url", fmt.Sprintf("must not be longer than %d characters", maxURLLength)}
	}
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || (parsed.Scheme != "http" && parsed.Scheme != "https") {
		return Link{}, &InvalidError{"url", "must be an absolute http or https address"}
	}
	// Databases keep microseconds; so every store returns what it was given.
	return Link{Slug: slug, URL: parsed.String(), CreatedAt: now.UTC().Truncate(time.Microsecond)}, nil
}
