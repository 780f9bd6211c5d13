// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import org.jspecify.annotations.Nullable;

/** libbpf 1.x, by its own names. Pointers are null on error, with errno set. */
interface Libbpf extends Library {
  /** Receives libbpf's messages; {@code arguments} is a {@code va_list}. */
  interface Print extends Callback {
    int print(int level, String format, Pointer arguments);
  }

  @Nullable Pointer libbpf_set_print(Print print);

  int libbpf_num_possible_cpus();

  @Nullable Pointer bpf_object__open_mem(byte[] object, long size, @Nullable Pointer options);

  int bpf_object__load(Pointer object);

  void bpf_object__close(Pointer object);

  @Nullable Pointer bpf_object__find_program_by_name(Pointer object, String name);

  @Nullable Pointer bpf_object__find_map_by_name(Pointer object, String name);

  int bpf_map__fd(Pointer map);

  int bpf_map__max_entries(Pointer map);

  int bpf_map__set_max_entries(Pointer map, int entries);

  int bpf_map__value_size(Pointer map);

  @Nullable Pointer bpf_map__initial_value(Pointer map, LongByReference size);

  int bpf_map_lookup_elem(int fd, Pointer key, Pointer value);

  int bpf_map_update_elem(int fd, Pointer key, Pointer value, long flags);

  int bpf_map_delete_elem(int fd, Pointer key);

  int bpf_map_lookup_batch(
      int fd,
      @Nullable Pointer from,
      Pointer next,
      Pointer keys,
      Pointer values,
      Pointer count,
      @Nullable Pointer options);

  int bpf_map__key_size(Pointer map);

  int bpf_program__fd(Pointer program);

  int bpf_prog_test_run_opts(int program, Pointer options);

  @Nullable Pointer bpf_program__attach(Pointer program);

  @Nullable Pointer bpf_program__attach_iter(Pointer program, @Nullable Pointer options);

  int bpf_link__fd(Pointer link);

  int bpf_link__destroy(Pointer link);

  int bpf_iter_create(int link);
}
