# Kepler for OpenTelemetry. Two commands: `make run` and `make test`; `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

BUILD_PACKAGES := clang libbpf-dev libbpf1
TEST_PACKAGES := $(BUILD_PACKAGES) clang-format openssl prometheus stress-ng podman runc busybox-static tmux
BENCH_PACKAGES := $(BUILD_PACKAGES) curl linux-perf
LAB_PACKAGES := $(BUILD_PACKAGES) acpica-tools curl debootstrap file i2c-tools kmod python3-venv qemu-system-arm qemu-system-x86

# The newest JDK of at least 21: $JAVA_HOME if it will do, else one in /usr/lib/jvm.
JDK := $(shell .ci/find-jdk)
MVN = JAVA_HOME=$(JDK) mvn -B -ntp
VERSION_FLAGS = -Dkepler.revision=$(shell git rev-parse --short HEAD 2>/dev/null || echo unknown) \
	-Dkepler.branch=$(shell git rev-parse --abbrev-ref HEAD 2>/dev/null || echo unknown)

RELEASE_PACKAGES := $(BUILD_PACKAGES) binutils jq lintian podman runc unzip
PACKAGE_TEST_PACKAGES := $(LAB_PACKAGES) busybox-static cpio

E2E_BIN := .cache/e2e/bin
CATALOGUE := io/keplerotel/agent/power/estimated/catalogue
ESTIMATES = .ci/quietly "compile" $(MVN) -DskipTests -Dspotless.check.skip=true -pl agent -am test-compile && \
	$(JDK)/bin/java -cp "agent/target/test-classes:agent/target/classes:agent/target/lib/*" \
	$(subst /,.,$(CATALOGUE))
IMAGE := localhost/kepler-agent:dev
E2E_TOOLS := etcd kube-apiserver helm kubectl kube-controller-manager kube-scheduler kubelet prometheus promtool check-dashboards operator-crds ocb otelcol-kepler
E2E_PACKAGES := $(TEST_PACKAGES) chromium containerd containernetworking-plugins curl debootstrap dnsmasq-base iproute2

NVML_HEADER := .cache/nvml

.PHONY: help pictures dashboard-pictures run build test test-slow e2e e2e-tools gateway-tools image release rehearse package-test bench lab mutate report-month site truth catalogue estimate-error calibration-error docs format clean jdk build-packages test-packages nvml-header e2e-packages bench-packages lab-packages

help: ## List the targets.
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: build ## Build and run the agent in the foreground; flags: make run ARGS="--interval 2s".
	@exec bin/kepler-agent $(ARGS)

build: jdk build-packages ## Build without tests; leaves the launcher bin/kepler-agent.
	@.ci/keep-open agent/target
	@echo "building the agent; the first time takes minutes"
	@.ci/quietly "build" $(MVN) -Dmaven.test.skip=true -Dspotless.check.skip=true $(VERSION_FLAGS) package
	@mkdir -p bin && sed 's|@JAVA@|$(JDK)/bin/java|; s|@JARS@|agent/target|' agent/src/launcher/kepler-agent > bin/kepler-agent.new
	@chmod +x bin/kepler-agent.new
	@cmp -s bin/kepler-agent.new bin/kepler-agent && rm bin/kepler-agent.new || mv bin/kepler-agent.new bin/kepler-agent
	@.ci/unpack-native agent/target $(JDK)
	@.ci/share-classes bin/kepler-agent agent/target

test: jdk test-packages nvml-header ## Check the style, build, and run all tests.
	@.ci/keep-open agent/target
	$(MVN) $(VERSION_FLAGS) verify
	clang-format --dry-run -Werror bpf/src/main/c/*

test-slow: jdk test-packages ## Run the tests that mostly wait: slow clients, long outages, whole calibrations.
	$(MVN) $(VERSION_FLAGS) -pl agent -am -Dgroups=slow test

e2e: jdk e2e-packages e2e-tools image ## Run the tests against a real Kubernetes: API server, kubelet, chart, image.
	E2E_BIN=$(CURDIR)/$(E2E_BIN) $(MVN) $(VERSION_FLAGS) -pl agent -am -Dgroups=e2e test

e2e-tools: ## Build etcd, Kubernetes, helm, Prometheus and the Collector from Go modules; minutes the first time, needs Go.
	@k8s/e2e/tools/build $(E2E_BIN) $(E2E_TOOLS)

gateway-tools:
	@k8s/e2e/tools/build $(E2E_BIN) prometheus ocb otelcol-kepler

image: build ## Build the container image with podman, on a base made by debootstrap where none can be pulled.
	@.ci/packages podman runc debootstrap
	@MAVEN_FLAGS=-o k8s/image/build $(IMAGE)

release: jdk ## Make all files of a release in target/release, but publish nothing; VERSION=… must be that of pom.xml, PARTS="packages chart": only these.
	@.ci/packages $(RELEASE_PACKAGES)
	@k8s/e2e/tools/build $(E2E_BIN) helm
	@release/build $(JDK) "$(VERSION)" $(PARTS)

rehearse: ## Run the steps of the release workflow here, and publish to a registry and a branch that are made for it and go with it.
	@.ci/packages $(RELEASE_PACKAGES) curl openssl python3-yaml
	@k8s/e2e/tools/build $(E2E_BIN) actionlint crane helm
	@release/rehearse

package-test: lab-packages ## Install, run, upgrade, remove and purge the .deb of target/release under systemd, in QEMU.
	@.ci/packages $(PACKAGE_TEST_PACKAGES)
	@lab/prepare 6.12 amd64
	@release/test-package target/release/kepler-agent_*_amd64.deb

bench: build bench-packages $(if $(filter gateway,$(SECTIONS)),gateway-tools) ## Measure what the agent costs; prints the tables of docs/performance.md and, with SECTIONS=gateway, docs/scale.md; SECTIONS=compare BASE=COMMIT [QUICK=1]: beside another commit.
	@$(if $(filter-out compare,$(or $(SECTIONS),tick)),.ci/quietly "bench" $(MVN) -DskipTests -Dspotless.check.skip=true $(VERSION_FLAGS) test-compile)
	@bench/run $(JDK) $(SECTIONS)

lab: build lab-packages ## Boot kernels 6.1 and 6.12, amd64 and arm64, and check the agent in each against the kernel's counters and meters; GUESTS="6.1-amd64 …": only these.
	@lab/run $(GUESTS)

mutate: jdk test-packages ## Change the code in thousands of small ways and see which the tests notice; prints the score by package.
	@.ci/quietly "mutate" $(MVN) -Pmutate -Dspotless.check.skip=true $(VERSION_FLAGS) -pl agent -am process-test-classes
	@.ci/mutation-score agent/target/pit-reports/mutations.csv

catalogue: jdk ## Make the catalogue of estimates from the tables in agent/src/catalogue.
	@$(ESTIMATES).CatalogueGenerator agent/src/catalogue agent/src/main/resources/$(CATALOGUE)

estimate-error: jdk ## How far estimates are off, on published servers left out of them; CURVES=FILE: over eleven loads too.
	@$(ESTIMATES).EstimateError agent/src/catalogue $(CURVES)

calibration-error: jdk ## Calibrate simulated machines, whose power is known, and print by how much the curves err.
	@$(MVN) -q -pl agent -am -Dspotless.check.skip=true -Dtest=CurveFitSimulationTest -Dsurefire.failIfNoSpecifiedTests=false test | grep -o 'simulated, .*'

report-month: build test-packages ## Simulate a month of 300 nodes in a real Prometheus and report it against what was really used; some 20 minutes and 1 GB in .cache.
	@.ci/quietly "compile" $(MVN) -DskipTests -Dspotless.check.skip=true -pl agent -am test-compile
	@rm -rf .cache/report-month
	@cd agent && $(JDK)/bin/java -cp "target/test-classes:target/classes:target/lib/*" io.keplerotel.agent.report.MonthOfNodes ../.cache/report-month

pictures: jdk e2e-packages e2e-tools ## Take the pictures of the page and of top that are in docs/images, of a real agent; 7 minutes.
	@.ci/packages aha
	@.ci/quietly "compile" $(MVN) -DskipTests -Dspotless.check.skip=true -pl agent -am test-compile
	@cd agent && E2E_BIN=$(CURDIR)/$(E2E_BIN) REQUIRE_E2E=1 $(JDK)/bin/java -cp "target/test-classes:target/classes:target/lib/*" io.keplerotel.agent.e2e.Pictures $(CURDIR)/docs/images

dashboard-pictures: ## Draw the dashboards, of a simulated cluster, with Grafana's own components into docs/images; needs npm, some 3 minutes.
	@command -v npm >/dev/null || .ci/packages nodejs npm
	@.ci/packages chromium prometheus pngquant
	@cd observability/preview && $(CURDIR)/.ci/quietly "dashboard-pictures: install" npm ci --ignore-scripts --no-audit --no-fund
	@rm -rf .cache/dashboard-pictures
	@node observability/preview/draw.mjs .cache/dashboard-pictures docs/images

truth: jdk ## Judge our rule of attribution and others' on a simulated node whose tenants' true energy is known; prints the tables of docs/truth.md.
	@.ci/quietly "compile" $(MVN) -DskipTests -Dspotless.check.skip=true -pl agent -am test-compile
	@$(JDK)/bin/java -cp agent/target/test-classes:agent/target/classes io.keplerotel.agent.truth.Truth

docs: jdk build-packages ## Write the generated pages of docs/ again.
	@.ci/quietly "docs" $(MVN) -pl semconv,agent -am -DskipTests package
	@cp semconv/target/metrics.md docs/metrics.md

site: ## Build the site of docs/ into target/site; a broken link, also of README.md, ends it.
	@command -v python3 >/dev/null && python3 -c 'import ensurepip' 2>/dev/null || .ci/packages python3-venv
	@cmp -s site/requirements.txt .cache/site/installed || .ci/quietly "site: install" site/install .cache/site
	@NO_MKDOCS_2_WARNING=1 .ci/quietly "site" .cache/site/bin/mkdocs build --strict
	@echo "target/site/index.html"

format: jdk ## Format all sources.
	$(MVN) -q spotless:apply
	clang-format -i bpf/src/main/c/*

clean: ## Remove everything that was built.
	rm -rf target */target bin/kepler-agent

jdk:
	@test -n "$(JDK)" || { echo "No JDK of version 21 or later was found in \$$JAVA_HOME or /usr/lib/jvm. Debian 13: apt-get install openjdk-21-jdk-headless; Debian 12: install Temurin 21 or later (adoptium.net), or set JAVA_HOME." >&2; exit 1; }

build-packages:
	@.ci/packages $(BUILD_PACKAGES)

test-packages:
	@.ci/packages $(TEST_PACKAGES)

nvml-header:
	@.ci/nvml-header $(NVML_HEADER)

e2e-packages:
	@.ci/packages $(E2E_PACKAGES)

bench-packages:
	@.ci/packages $(BENCH_PACKAGES)

lab-packages:
	@.ci/packages $(LAB_PACKAGES)
