#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Compiles each src/main/c/*.bpf.c into the folder given as first argument.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1
clang=${CLANG:-clang}
if ! command -v "$clang" >/dev/null 2>&1; then
	echo "bpf: $clang not found; install it with: apt-get install clang libbpf-dev" >&2
	exit 1
fi
mkdir -p "$out"
# linux/types.h pulls asm/types.h, which Debian keeps in the architecture's folder.
arch_include=/usr/include/$(uname -m)-linux-gnu
for source in "$here"/src/main/c/*.bpf.c; do
	object=$out/$(basename "$source" .c).o
	"$clang" -target bpf -mcpu=v3 -O2 -g -Wall -Werror -Wno-compare-distinct-pointer-types \
		-I"$arch_include" -c "$source" -o "$object"
done
