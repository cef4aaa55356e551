// Package health tells whether the service can take requests.
package health

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// Report is the answer to whether the service can take requests.
type Report struct {
	// Status is "ok", "unavailable" or "stopping".
	Status string `json:"status"`
	// Missing names what the service cannot reach.
	Missing []string `json:"missing,omitempty"`
	// Err is why, for the log only.
	Err error `json:"-"`
}

// Ready tells whether requests can be taken.
func (r Report) Ready() bool {
	return r.Status == "ok"
}

type check struct {
	name string
	run  func(context.Context) error
}

// Readiness combines the checks of everything the service cannot do without.
// The zero value is ready.
type Readiness struct {
	stopping atomic.Bool
	checks   []check
}

// Check adds a check. It must not be called once requests are served.
func (r *Readiness) Check(name string, run func(context.Context) error) {
	r.checks = append(r.checks, check{name, run})
}

// Stop makes the service unready for good.
func (r *Readiness) Stop() {
	r.stopping.Store(true)
}

// Report runs all checks at once.
func (r *Readiness) Report(ctx context.Context) Report {
	if r.stopping.Load() {
		return Report{Status: "stopping"}
	}
	errs := make([]error, len(r.checks))
	var wg sync.WaitGroup
	for i, c := range r.checks {
		wg.Go(func() { errs[i] = c.run(ctx) })
	}
	wg.Wait()

	report := Report{Status: "ok"}
	for i, c := range r.checks {
		if errs[i] != nil {
			report.Status = "unavailable"
			report.Missing = append(report.Missing, c.name)
			report.Err = errors.Join(report.Err, fmt.Errorf("%s: %w", c.name, errs[i]))
		}
	}
	return report
}
