// SPDX-License-Identifier: Apache-2.0

// Checks dashboards against Grafana's own types: check-dashboards FILE…. What they lack, and what
// they have that Grafana does not know, is printed; then the exit status is 1.
package main

import (
	"fmt"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func main() {
	plugins.RegisterDefaultPlugins()
	status := 0
	for _, file := range os.Args[1:] {
		if found := check(file); found != "" {
			fmt.Printf("%s: %s\n", file, found)
			status = 1
		}
	}
	os.Exit(status)
}

func check(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	var read dashboard.Dashboard
	if err := read.UnmarshalJSONStrict(text); err != nil && err.Error() != "" {
		return err.Error()
	}
	if err := read.Validate(); err != nil {
		return err.Error()
	}
	return ""
}
