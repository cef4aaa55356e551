package links

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// MemoryStore keeps links for as long as the process runs.
type MemoryStore struct {
	mu    sync.RWMutex
	links map[string]Link
}

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore {
	return &MemoryStore{links: map[string]Link{}}
}

// Create implements Store.
func (s *MemoryStore) Create(_ context.Context, link Link) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, taken := s.links[link.Slug]; taken {
		return ErrTaken
	}
	s.links[link.Slug] = link
	return nil
}

// Find implements Store.
func (s *MemoryStore) Find(_ context.Context, slug string) (Link, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	link, found := s.links[slug]
	if !found {
		return Link{}, ErrNotFound
	}
	return link, nil
}

// List implements Store.
func (s *MemoryStore) List(_ context.Context, after string, limit int) ([]Link, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	page := make([]Link, 0, limit)
	for _, slug := range slices.Sorted(maps.Keys(s.links)) {
		if len(page) == limit {
			break
		}
		if slug > after {
			page = append(page, s.links[slug])
		}
	}
	return page, nil
}

// Delete implements Store.
func (s *MemoryStore) Delete(_ context.Context, slug string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, found := s.links[slug]; !found {
		return ErrNotFound
	}
	delete(s.links, slug)
	return nil
}
