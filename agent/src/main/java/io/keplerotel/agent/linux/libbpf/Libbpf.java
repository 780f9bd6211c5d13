// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

import com.sun.jna.Callback;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import org.jspecify.annotations.Nullable;

/**
 * libbpf 1.x, by its own names. Pointers are null on error, with errno set. Bound once, by {@link
 * Native#load}, as native methods: an interface would be a proxy, made again at each start.
 */
final class Libbpf {
  private Libbpf() {}

  /** Binds all calls; throws {@link UnsatisfiedLinkError} where the library lacks one. */
  static void bind(NativeLibrary library) {
    com.sun.jna.Native.register(Libbpf.class, library);
  }

  /** Receives libbpf's messages; {@code arguments} is a {@code va_list}. */
  interface Print extends Callback {
    int print(int level, String format, Pointer arguments);
  }

  static native @Nullable Pointer libbpf_set_print(Print print);

  static native int libbpf_num_possible_cpus();

  static native @Nullable Pointer bpf_object__open_mem(
      byte[] object, long size, @Nullable Pointer options);

  static native int bpf_object__load(Pointer object);

  static native void bpf_object__close(Pointer object);

  static native @Nullable Pointer bpf_object__find_program_by_name(Pointer object, String name);

  static native @Nullable Pointer bpf_object__find_map_by_name(Pointer object, String name);

  static native int bpf_map__fd(Pointer map);

  static native int bpf_map__max_entries(Pointer map);

  static native int bpf_map__set_max_entries(Pointer map, int entries);

  static native int bpf_map__value_size(Pointer map);

  static native @Nullable Pointer bpf_map__initial_value(Pointer map, LongByReference size);

  static native int bpf_map_lookup_elem(int fd, Pointer key, Pointer value);

  static native int bpf_map_update_elem(int fd, Pointer key, Pointer value, long flags);

  static native int bpf_map_delete_elem(int fd, Pointer key);

  static native int bpf_map_lookup_batch(
      int fd,
      @Nullable Pointer from,
      Pointer next,
      Pointer keys,
      Pointer values,
      Pointer count,
      @Nullable Pointer options);

  static native int bpf_map__key_size(Pointer map);

  static native int bpf_program__fd(Pointer program);

  static native int bpf_prog_test_run_opts(int program, Pointer options);

  static native @Nullable Pointer bpf_program__attach(Pointer program);

  static native @Nullable Pointer bpf_program__attach_iter(
      Pointer program, @Nullable Pointer options);

  static native int bpf_link__fd(Pointer link);

  static native int bpf_link__destroy(Pointer link);

  static native int bpf_iter_create(int link);
}
