// Package server runs an HTTP server that loses no request when it stops.
package server

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Drain says how to stop.
type Drain struct {
	// Begin is called first, to make the service unready.
	Begin func()
	// Delay is how long requests are still taken afterwards.
	Delay time.Duration
	// Timeout is how long the requests then in flight may take.
	Timeout time.Duration
}

// Serve answers requests from listener until ctx is done, then drains. It
// returns nil when every request in flight was finished.
func Serve(ctx context.Context, srv *http.Server, listener net.Listener, drain Drain) error {
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(listener) }()

	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}

	drain.Begin()
	select {
	case err := <-failed:
		return fmt.Errorf("serve while draining: %w", err)
	case <-time.After(drain.Delay):
	}

	// ctx is done already; what is in flight gets a time limit of its own.
	shutdownCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain.Timeout)
	defer cancel()
	if err := srv.Shutdown(shutdownCtx); err != nil {
		return fmt.Errorf("finish requests in flight: %w", err)
	}
	return nil
}
