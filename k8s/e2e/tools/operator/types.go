// SPDX-License-Identifier: Apache-2.0

// Package operator names the types of which the Prometheus operator's own definitions are made.
package operator

import _ "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
