# Grisaille: `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PREFIX ?= /usr/local
SWIFT ?= swift
SECONDS ?= 60
PEER_ENVIRONMENT ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/grisaille/peers

program := .build/release/grisaille
swift_files := Package.swift Sources Tests Benchmarks Fuzz/Package.swift Fuzz/Sources Examples/Package.swift \
	Examples/Sources

.PHONY: help packages build demo test test-kernels portability install samples models bench bench-peer table docs format \
	lint examples interop fuzz faults clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

packages: ## Install libpng and OpenBLAS if they are missing.
	@.ci/packages

build: packages ## Build the program.
	$(SWIFT) build -c release --product grisaille

demo: build ## Sample, interpolate, encode and reconstruct with the models in Models/, into demo/.
	@.ci/demo $(program)

test: packages ## Run every test.
	$(SWIFT) test

test-kernels: packages ## Test the numerics in a release build, with every kernel set that this processor supports.
	for set in portable avx2 avx512; do \
		GRISAILLE_KERNELS=$$set $(SWIFT) test -c release -Xswiftc -enable-testing --scratch-path .build-kernels \
			--filter 'KernelsTests|LayersTests|VAETests|TrainingTests|EvaluationTests' || exit 1; \
	done
	GRISAILLE_COUNT_ALLOCATIONS=1 $(SWIFT) test -c release -Xswiftc -enable-testing --scratch-path .build-kernels \
		--filter AllocationTests

portability: build ## Run the program on emulated older processors, and the kernels on an emulated ARM processor.
	@.ci/portability $(program)

install: packages ## Install the program under PREFIX (default /usr/local).
	$(SWIFT) build -c release --product grisaille --static-swift-stdlib --scratch-path .build-install
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 .build-install/release/grisaille "$(DESTDIR)$(PREFIX)/bin/grisaille"
	install -d "$(DESTDIR)$(PREFIX)/share/grisaille"
	install -m 644 Models/autoencoder.safetensors "$(DESTDIR)$(PREFIX)/share/grisaille/autoencoder.safetensors"

samples: build ## Generate SampleImages/ again.
	rm -rf SampleImages/8-bit SampleImages/16-bit
	$(program) phantoms --output SampleImages/8-bit --count 24 --size 64 --seed 0 --quiet >/dev/null
	$(program) phantoms --output SampleImages/16-bit --count 2 --size 128 --bit-depth 16 --seed 0 --quiet >/dev/null

models: build ## Train Models/phantoms.safetensors again (about ten minutes on two cores).
	@.ci/models $(program)

bench: packages ## Measure the speed of training, encoding and decoding (BENCH_FLAGS="--phase png").
	$(SWIFT) run -c release grisaille-bench $(BENCH_FLAGS)

bench-peer: packages ## Compare the speed with PyTorch and OpenCV, installed in PEER_ENVIRONMENT (PEER_FLAGS="--sweep").
	$(SWIFT) build -c release --product grisaille-bench
	python=$$(Benchmarks/Peers/environment "$(PEER_ENVIRONMENT)"); Benchmarks/compare --python "$$python" $(PEER_FLAGS)

table: build ## Compute Documentation/Results.md again, in hours (TABLE_FLAGS="--mnist TRAIN TEST --mednist …").
	$(SWIFT) run -c release grisaille-table --program $(program) $(TABLE_FLAGS)

format: ## Format every Swift file.
	$(SWIFT) format --in-place --parallel --recursive $(swift_files)

docs: packages ## Build the documentation of the library into .build/docs.
	@SWIFT="$(SWIFT)" .ci/docs

lint: ## Check the format and the rules of every Swift file.
	$(SWIFT) format lint --strict --parallel --recursive $(swift_files)

examples: build ## Run the examples of README.md and of every command's help.
	@.ci/examples $(program)

library-example: packages ## Build and run the program in Examples/, which uses the library.
	rm -rf demo-library && mkdir demo-library
	$(SWIFT) run -c release --package-path Examples FrontDoor SampleImages/8-bit demo-library
	[ -s demo-library/sample-15.png ] && [ -s demo-library/frame-8.png ]
	rm -rf demo-library

interop: build ## Open the program's files with NumPy, safetensors and Pillow, in a virtual environment.
	@.ci/interop $(program)

faults: build ## Make each file operation of every command fail in turn (FAULTS_FLAGS="--every 10", "--only train").
	@.ci/faults $(program) $(FAULTS_FLAGS)

fuzz: packages ## Fuzz the readers of files (SECONDS=60 each, TARGETS="png npy npz model table configuration").
	@SWIFT="$(SWIFT)" Fuzz/run $(SECONDS) $(TARGETS)

clean: ## Remove everything that was built.
	rm -rf .build .build-install .build-kernels Fuzz/.build Examples/.build demo
