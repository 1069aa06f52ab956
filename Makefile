# The menu: bare `make` prints it. `make check` is what CI runs; it adds the browser.
GO         ?= go
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
PLATFORMS   = linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64
CASE        = testdata/barrio-adentro

.PHONY: help build run test race fuzz damage calibrate crash dossier-sql cover golden testdata bench bench-ingest bench-graph bench-layout browser lint layers tidy dist docs check clean

help: ## print this menu
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build ./adentro
	CGO_ENABLED=0 $(GO) build -trimpath -o adentro ./cmd/adentro

run: ## the bundled case, from dumps to report
	$(GO) run ./cmd/adentro run $(CASE) -o out

test: ## all tests that need only Go
	$(GO) test ./...

race: ## the tests under the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -race ./ ./ingest/... ./graph/... ./report/... ./internal/par ./cmd/...

fuzz: ## every fuzz target for 60 s each (FUZZTIME=10s for less)
	./internal/fuzzall.sh $(or $(FUZZTIME),60s)

damage: ## 6,000 damaged inputs of every format and container, every cut, 5,000 broken records (5 minutes)
	ADENTRO_DAMAGE=6000 $(GO) test -count=1 -timeout 30m -v -run 'Conservation|DamageIsLocal|BitFlips|Cut|Sniffing|Linear' ./ingest | grep -v '^=== '

calibrate: ## p-values on 200 worlds with nothing planted, power on planted ones
	ADENTRO_CALIBRATE=1 $(GO) test -count=1 -timeout 60m -v -run 'Calibrat|Power' ./graph/...

crash: ## kill, ENOSPC and EIO at every step of an ingest, flip every bit (10 minutes)
	ADENTRO_CRASH_POINTS=$(or $(POINTS),2500) $(GO) test -count=1 -timeout 60m -v -run 'Sweep|Flipped' ./ingest/dossier

dossier-sql: ## the queries of docs/dossier.md by DuckDB, compared with summary.json
	./docs/dossier-sql.sh

cover: ## coverage by package
	$(GO) test -cover ./...

golden: ## rewrite the golden files and what README shows; review the diff
	$(GO) test ./ingest ./cmd/adentro -run 'Golden|Readme' -update

testdata: ## make the bundled world anew, byte for byte
	$(GO) run ./internal/gen/worldgen barrio-adentro -o $(CASE)

bench: ## records/s, MB/s, time and peak memory of each stage
	$(GO) run ./bench

bench-ingest: ## reading dumps beside DuckDB, goccy/go-json and Python (FLAGS='-scale 0.1 -rounds 1' for less)
	cd bench/ingest && $(GO) run . $(FLAGS)

bench-graph: ## kernels on graphs beside igraph, NetworKit, graph-tool and scipy (FLAGS='-only wiki -rounds 1' for less)
	cd bench/graph && $(GO) run . $(FLAGS)

bench-layout: ## drawing beside Graphviz and graphology, which it installs (FLAGS='-rounds 1 -only p1431' for less)
	cd bench/layout && $(GO) run . $(FLAGS)

browser: ## the report in headless Chromium (installs Debian's chromium)
	./internal/browsertest/install.sh
	cd internal/browsertest && $(GO) test -count=1 ./...

lint: ## gofmt, vet (also for 32 bits), staticcheck
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt would change these files"; exit 1; }
	$(GO) vet ./...
	GOOS=linux GOARCH=386 $(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...

layers: ## the import order of the house
	$(GO) test -count=1 ./internal/layers

tidy: ## go.mod and go.sum say what is used
	$(GO) mod tidy -diff

dist: ## cross-build for Linux, macOS and Windows into dist/
	@for p in $(PLATFORMS); do \
		os=$${p%/*}; arch=$${p#*/}; ext=; test $$os = windows && ext=.exe; \
		echo "dist/adentro-$$os-$$arch$$ext"; \
		CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch $(GO) build -trimpath -ldflags='-s -w' -o dist/adentro-$$os-$$arch$$ext ./cmd/adentro || exit 1; \
	done

docs: ## the pictures of docs/, from the bundled case
	./docs/pictures.sh

check: lint tidy layers test dist ## what CI runs

clean: ## remove what the targets above made
	rm -rf adentro dist out
