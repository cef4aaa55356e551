package links_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"${{ values.modulePath }}/internal/links"
)

func TestNew(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 678_901_234, time.FixedZone("CET", 3600))

	for _, tc := range []struct {
		name, slug, url, invalid string
	}{
		{name: "a link", slug: "docs", url: "https://example.com/docs?page=2"},
		{name: "dashes within", slug: "on-call-2", url: "http://example.com"},
		{name: "slug too short", slug: "ab", url: "https://example.com", invalid: "slug"},
		{name: "slug too long", slug: strings.Repeat("a", 41), url: "https://example.com", invalid: "slug"},
		{name: "slug with a slash", slug: "a/b", url: "https://example.com", invalid: "slug"},
		{name: "slug ending in a dash", slug: "docs-", url: "https://example.com", invalid: "slug"},
		{name: "no scheme", slug: "docs", url: "example.com", invalid: "url"},
		{name: "a script", slug: "docs", url: "javascript:alert(1)", invalid: "url"},
		{name: "no host", slug: "docs", url: "https:///docs", invalid: "url"},
		{name: "not an address", slug: "docs", url: "https://exa mple.com", invalid: "url"},
		{name: "too long", slug: "docs", url: "https://example.com/" + strings.Repeat("a", 2048), invalid: "url"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			link, err := links.New(tc.slug, tc.url, now)
			if tc.invalid != "" {
				var invalid *links.InvalidError
				if !errors.As(err, &invalid) || invalid.Field != tc.invalid {
					t.Fatalf("got error %v, want one about %s", err, tc.invalid)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			want := links.Link{
				Slug: tc.slug, URL: tc.url,
				CreatedAt: time.Date(2026, 1, 2, 2, 4, 5, 678_901_000, time.UTC),
			}
			if link != want {
				t.Errorf("got %+v, want %+v", link, want)
			}
		})
	}
}

func TestNewMakesUpDifferentSlugs(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 100 {
		link, err := links.New("", "https://example.com", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if seen[link.Slug] {
			t.Fatalf("slug %s twice", link.Slug)
		}
		seen[link.Slug] = true
	}
}
