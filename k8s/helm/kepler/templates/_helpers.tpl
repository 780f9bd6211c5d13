{{- define "kepler.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "kepler.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "kepler.selectorLabels" -}}
app.kubernetes.io/name: {{ include "kepler.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "kepler.labels" -}}
{{ include "kepler.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "kepler.testLabels" -}}
app.kubernetes.io/name: {{ include "kepler.name" . | trunc 58 }}-test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- /* What is accepted one by one, and cannot work together. */}}
{{- define "kepler.check" -}}
{{- $repository := .Values.image.repository }}
{{- $parts := splitList "/" $repository }}
{{- if hasPrefix "sustainable" ($parts | reverse | rest | first | default "") }}
{{- fail (printf "image.repository is %s, which is another agent's image: name this one's (docs/migration.md)" $repository) }}
{{- end }}
{{- if or (contains "@" $repository) (contains ":" (last $parts)) }}
{{- fail (printf "image.repository is %s: give its tag by image.tag, its digest by image.digest" $repository) }}
{{- end }}
{{- range $name := list "livenessProbe" "readinessProbe" "startupProbe" }}
{{- $path := dig "httpGet" "path" "/healthz" (index $.Values $name) }}
{{- if not (has $path (list "/healthz" "/readyz")) }}
{{- fail (printf "%s.httpGet.path is %s, which the agent does not have: /healthz or /readyz, or leave the probe away" $name $path) }}
{{- end }}
{{- end }}
{{- if and .Values.web.users (not .Values.web.configSecret) }}
{{- fail "web.users: without web.configSecret nobody is asked for a password" }}
{{- end }}
{{- if and .Values.networkPolicy.from (not .Values.networkPolicy.enabled) }}
{{- fail "networkPolicy.from has no effect without networkPolicy.enabled" }}
{{- end }}
{{- range $key := list "app.kubernetes.io/name" "app.kubernetes.io/instance" }}
{{- if or (hasKey $.Values.podLabels $key) (hasKey $.Values.commonLabels $key) }}
{{- fail (printf "podLabels, commonLabels: %s is the chart's own; nameOverride changes the name" $key) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "kepler.image" -}}
{{- $registry := .Values.global.imageRegistry | default .Values.image.registry }}
{{- $repository := .Values.image.repository }}
{{- $parts := splitList "/" $repository }}
{{- if and $registry (gt (len $parts) 1) (regexMatch "[.:]|^localhost$" (first $parts)) }}
{{- $repository = join "/" (rest $parts) }}
{{- end }}
{{- if $registry }}{{ trimSuffix "/" $registry }}/{{ end }}{{ $repository }}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{- define "kepler.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "kepler.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- /* What makes a Prometheus scrape the agents; two of them would count each agent twice. */}}
{{- define "kepler.scrapedBy" -}}
{{- $ways := list }}
{{- if .Values.serviceMonitor.enabled }}{{ $ways = append $ways "serviceMonitor.enabled" }}{{ end }}
{{- if .Values.podMonitor.enabled }}{{ $ways = append $ways "podMonitor.enabled" }}{{ end }}
{{- if eq (get (default dict .Values.service.annotations) "prometheus.io/scrape") "true" }}{{ $ways = append $ways "service.annotations" }}{{ end }}
{{- if eq (get (default dict .Values.podAnnotations) "prometheus.io/scrape") "true" }}{{ $ways = append $ways "podAnnotations" }}{{ end }}
{{- if gt (len $ways) 1 }}
{{- fail (printf "each agent would be scraped, and its energy counted, %d times: keep one of %s (an annotation prometheus.io/scrape that is not \"true\" is none)" (len $ways) (join ", " $ways)) }}
{{- end }}
{{- join "" $ways }}
{{- end }}

{{- /* By what the agents are asked. */}}
{{- define "kepler.scheme" -}}
{{- if and .Values.web.configSecret .Values.web.tls }}https{{ else }}http{{ end }}
{{- end }}

{{- /* How a probe asks; the kubelet has neither a certificate nor a password. */}}
{{- define "kepler.probe" -}}
{{- $web := .root.Values.web }}
{{- if and $web.configSecret $web.clientCertificates -}}
tcpSocket:
  port: http
{{- else -}}
httpGet:
  path: {{ if and $web.configSecret $web.users }}/healthz{{ else }}{{ .path }}{{ end }}
  port: http
  {{- if eq (include "kepler.scheme" .root) "https" }}
  scheme: HTTPS
  {{- end }}
{{- end }}
{{- end }}

{{- /* A probe with its times; what the values say of it is merged over that. */}}
{{- define "kepler.timedProbe" -}}
{{- $probe := mergeOverwrite (include "kepler.probe" . | fromYaml) .times }}
{{- $own := deepCopy (.over | default dict) }}
{{- if or $own.httpGet $own.tcpSocket $own.exec $own.grpc }}{{ $probe = omit $probe "httpGet" "tcpSocket" }}{{ end }}
{{- mergeOverwrite $probe $own | toYaml }}
{{- end }}

{{- /* A monitor's labels and relabelings. */}}
{{- define "kepler.monitorLabels" -}}
{{- if .honorLabels }}
honorLabels: true
{{- end }}
relabelings:
  - action: replace
    sourceLabels: [__meta_kubernetes_pod_node_name]
    targetLabel: instance
  {{- with .relabelings }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .metricRelabelings }}
metricRelabelings:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* How a monitor of the Prometheus operator asks. */}}
{{- define "kepler.monitorAccess" -}}
{{- if eq (include "kepler.scheme" .root) "https" }}
scheme: https
{{- end }}
{{- if and .root.Values.web.configSecret .root.Values.web.clientCertificates (not .monitor.tlsConfig) }}
{{- fail (printf "web.clientCertificates: the agents want a certificate, so %s.tlsConfig must name it (docs/tls.md)" .name) }}
{{- end }}
{{- if and .monitor.basicAuth (not (and .monitor.basicAuth.username .monitor.basicAuth.password)) }}
{{- fail (printf "%s.basicAuth: username and password are both needed" .name) }}
{{- end }}
{{- with .monitor.tlsConfig }}
tlsConfig:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if and .root.Values.web.configSecret .root.Values.web.users (not .monitor.basicAuth) }}
{{- fail (printf "web.users: the agents want a password, so %s.basicAuth must name the Secret's keys (docs/tls.md)" .name) }}
{{- end }}
{{- with .monitor.basicAuth }}
basicAuth:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The ConfigMap with the model that estimates are made from; empty for none. */}}
{{- define "kepler.modelConfigMap" -}}
{{- if and .Values.modelFile.inline .Values.modelFile.configMap }}
{{- fail "modelFile.inline and modelFile.configMap: give one of them" }}
{{- end }}
{{- if .Values.modelFile.inline }}
{{- include "kepler.fullname" . }}-model
{{- else }}
{{- .Values.modelFile.configMap }}
{{- end }}
{{- end }}

{{- /* The agent's settings; what config says wins. */}}
{{- define "kepler.config" -}}
{{- $config := dict "host.sysfs" "/host/sys" "otlp.enabled" (not (empty .Values.otlp.endpoint)) }}
{{- if not .Values.kube.enabled }}
{{- $_ := set $config "kube.enabled" "false" }}
{{- else if ne .Values.kube.mode "apiserver" }}
{{- $_ := set $config "kube.mode" .Values.kube.mode }}
{{- end }}
{{- if .Values.web.configSecret }}
{{- $_ := set $config "web.config-file" (printf "/etc/kepler/web/%s" .Values.web.configKey) }}
{{- end }}
{{- if include "kepler.modelConfigMap" . }}
{{- $_ := set $config "power.estimated.model-file" (printf "/etc/kepler/model/%s" .Values.modelFile.key) }}
{{- end }}
{{- with .Values.kube.clusterName }}
{{- $_ := set $config "kube.cluster-name" . }}
{{- end }}
{{- range $key, $why := dict "host.sysfs" "the chart mounts /sys itself" "host.procfs" "the pod is in the node's PID namespace, so its own /proc is the node's" "node.name" "it is that of the Kubernetes node" "kube.mode" "set kube.mode of the chart, which also gives the permissions" "kube.enabled" "set kube.enabled of the chart, which also gives the permissions" "web.config-file" "set web.configSecret of the chart, which also mounts it" }}
{{- if ne (include "kepler.setting" (list $.Values.config $key)) "" }}
{{- fail (printf "config.%s: leave it away: %s" $key $why) }}
{{- end }}
{{- end }}
{{- $listen := include "kepler.setting" (list .Values.config "web.listen") }}
{{- if and $listen (not (regexMatch "(^|[^0-9])(0\\.0\\.0\\.0|\\[::\\]):9103([^0-9]|$)" $listen)) }}
{{- fail (printf "config.web.listen is %s, but the pod is probed and scraped on port 9103 of all addresses: leave it away, and choose the Service's port by service.port" $listen) }}
{{- end }}
{{- mergeOverwrite $config .Values.config | toYaml }}
{{- end }}

{{- /* A setting of config as text, written with dots or nested in any way; empty where it is not there. */}}
{{- define "kepler.setting" -}}
{{- $map := index . 0 }}
{{- $key := index . 1 }}
{{- range $name, $value := $map }}
{{- if eq $name $key }}
{{- if kindIs "slice" $value }}{{ join "," $value }}{{ else }}{{ $value }}{{ end }}
{{- else if and (kindIs "map" $value) (hasPrefix (printf "%s." $name) $key) }}
{{- include "kepler.setting" (list $value (trimPrefix (printf "%s." $name) $key)) }}
{{- end }}
{{- end }}
{{- end }}

{{- /* The names that rules are to read: those of the agents, where nothing else is said. */}}
{{- define "kepler.ruleDialect" -}}
{{- $agents := include "kepler.setting" (list .Values.config "prometheus.dialect") }}
{{- .Values.prometheusRule.dialect | default (ternary "kepler-0.10" "kepler" (eq $agents "kepler-0.10")) }}
{{- end }}

{{- define "kepler.securityContext" -}}
{{- $capabilities := dict "drop" (list "ALL") }}
{{- with .Values.capabilities }}{{ $_ := set $capabilities "add" . }}{{ end }}
{{- $own := dict "privileged" .Values.msr.enabled "allowPrivilegeEscalation" .Values.msr.enabled "readOnlyRootFilesystem" true "runAsUser" 0 "capabilities" $capabilities }}
{{- if .Values.securityContext.privileged }}{{ $_ := set $own "allowPrivilegeEscalation" true }}{{ end }}
{{- mergeOverwrite $own (deepCopy .Values.securityContext) | toYaml }}
{{- end }}
