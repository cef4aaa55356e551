// Package linkstest holds every links.Store to the same behaviour.
package linkstest

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"${{ values.modulePath }}/internal/links"
)

// Link makes a link for a test.
func Link(t *testing.T, slug string) links.Link {
	t.Helper()
	link, err := links.New(slug, "https://example.com/"+slug, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return link
}

// Create keeps links of these names.
func Create(t *testing.T, store links.Store, slugs ...string) {
	t.Helper()
	for _, slug := range slugs {
		if err := store.Create(t.Context(), Link(t, slug)); err != nil {
			t.Fatalf("create %s: %v", slug, err)
		}
	}
}

// TestStore runs the tests that every store has to pass. Each gets an empty
// store from open.
func TestStore(t *testing.T, open func(*testing.T) links.Store) {
	t.Run("finds what was created", func(t *testing.T) {
		store, link := open(t), Link(t, "docs")
		if err := store.Create(t.Context(), link); err != nil {
			t.Fatal(err)
		}
		// Twice, since the second answer may come from a cache.
		for range 2 {
			got, err := store.Find(t.Context(), "docs")
			if err != nil {
				t.Fatal(err)
			}
			if got != link {
				t.Errorf("got %+v, want %+v", got, link)
			}
		}
	})

	t.Run("says what it has not", func(t *testing.T) {
		store := open(t)
		if _, err := store.Find(t.Context(), "docs"); !errors.Is(err, links.ErrNotFound) {
			t.Errorf("Find: got %v", err)
		}
		if err := store.Delete(t.Context(), "docs"); !errors.Is(err, links.ErrNotFound) {
			t.Errorf("Delete: got %v", err)
		}
	})

	t.Run("forgets what was deleted", func(t *testing.T) {
		store := open(t)
		Create(t, store, "docs")
		if _, err := store.Find(t.Context(), "docs"); err != nil {
			t.Fatal(err)
		}
		if err := store.Delete(t.Context(), "docs"); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Find(t.Context(), "docs"); !errors.Is(err, links.ErrNotFound) {
			t.Errorf("Find: got %v", err)
		}
	})

	t.Run("gives a name away only once", func(t *testing.T) {
		store := open(t)
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			link := Link(t, "docs")
			wg.Go(func() { errs[i] = store.Create(t.Context(), link) })
		}
		wg.Wait()
		created := 0
		for _, err := range errs {
			switch {
			case err == nil:
				created++
			case !errors.Is(err, links.ErrTaken):
				t.Errorf("got %v, want %v", err, links.ErrTaken)
			}
		}
		if created != 1 {
			t.Errorf("created %d times", created)
		}
	})

	t.Run("lists page by page", func(t *testing.T) {
		store := open(t)
		Create(t, store, "docs", "a-z", "wiki", "chat")
		for _, tc := range []struct {
			after string
			want  []string
		}{
			{"", []string{"a-z", "chat"}},
			{"chat", []string{"docs", "wiki"}},
			{"wiki", nil},
		} {
			page, err := store.List(t.Context(), tc.after, 2)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, link := range page {
				got = append(got, link.Slug)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("after %q: got %v, want %v", tc.after, got, tc.want)
			}
		}
	})
}
