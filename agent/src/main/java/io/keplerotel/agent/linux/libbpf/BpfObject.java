// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled BPF object: open, set up, {@link #load}, then attach. Not thread-safe. Closing
 * detaches everything that was attached through it.
 */
public final class BpfObject implements AutoCloseable {
  private static final String NEEDS =
      "give CAP_BPF and CAP_PERFMON (or root), a seccomp profile that allows bpf, and Linux 5.11 or"
          + " later with BTF";

  private final Native natives;
  private final Pointer object;
  private final List<Pointer> links = new ArrayList<>();

  private BpfObject(Native natives, Pointer object) {
    this.natives = natives;
    this.object = object;
  }

  /** Parses the bytes of an ELF file made by clang; nothing enters the kernel yet. */
  public static BpfObject open(byte[] elf) throws BpfUnavailableException {
    Native natives = Native.load();
    Pointer object = Libbpf.bpf_object__open_mem(elf, elf.length, null);
    if (object == null) {
      throw natives.failure("cannot open the BPF object", "");
    }
    return new BpfObject(natives, object);
  }

  /** Time since boot with suspends, ns: the clock of a task's {@code start_boottime}. */
  public long bootTimeNs() {
    return natives.bootTimeNs();
  }

  /** How many CPUs the machine could have; their numbers are below that. */
  public int possibleCpus() {
    return Libbpf.libbpf_num_possible_cpus();
  }

  /** The constants of the program, to be written before {@link #load}. */
  public ByteBuffer constants() {
    LongByReference size = new LongByReference();
    Pointer value = Libbpf.bpf_map__initial_value(map(".rodata"), size);
    if (value == null) {
      throw new IllegalStateException("the BPF object has no constants");
    }
    return value.getByteBuffer(0, size.getValue()).order(ByteOrder.nativeOrder());
  }

  /** Sets a map's size, before {@link #load}. */
  public void resize(String map, int entries) {
    Libbpf.bpf_map__set_max_entries(map(map), entries);
  }

  /** Makes the maps and hands the programs to the kernel's verifier. */
  public void load() throws BpfUnavailableException {
    if (Libbpf.bpf_object__load(object) != 0) {
      throw natives.failure("the kernel refused the BPF programs", NEEDS);
    }
    natives.trimMemory();
  }

  /** Attaches a program to the hook that its section names. */
  public void attach(String program) throws BpfUnavailableException {
    link(program, Libbpf.bpf_program__attach(program(program)));
  }

  /** Attaches an iterator program; it runs whenever the result is read. */
  public BpfIterator attachIterator(String program) throws BpfUnavailableException {
    Pointer link = link(program, Libbpf.bpf_program__attach_iter(program(program), null));
    return new BpfIterator(natives, Libbpf.bpf_link__fd(link));
  }

  /** Maps a ring buffer into this process. */
  public RingBuffer ringBuffer(String map) throws BpfUnavailableException {
    Pointer pointer = map(map);
    return RingBuffer.map(Libbpf.bpf_map__fd(pointer), Libbpf.bpf_map__max_entries(pointer));
  }

  /** The only entry of a per-CPU array. */
  public PerCpuCounters perCpuCounters(String map) {
    Pointer pointer = map(map);
    return new PerCpuCounters(
        natives, Libbpf.bpf_map__fd(pointer), Libbpf.bpf_map__value_size(pointer));
  }

  /** A table that programs write. */
  public BpfTable table(String map) {
    Pointer pointer = map(map);
    return new BpfTable(
        natives,
        Libbpf.bpf_map__fd(pointer),
        Libbpf.bpf_map__key_size(pointer),
        Libbpf.bpf_map__value_size(pointer));
  }

  /** Puts a number, such as a file descriptor, into an array of them, after {@link #load}. */
  public void put(String map, int index, int number) throws BpfReadException {
    try (Memory key = new Memory(Integer.BYTES);
        Memory value = new Memory(Integer.BYTES)) {
      key.setInt(0, index);
      value.setInt(0, number);
      int fd = Libbpf.bpf_map__fd(map(map));
      if (Libbpf.bpf_map_update_elem(fd, key, value, 0) != 0) {
        throw new BpfReadException("cannot write BPF's table " + map + ": " + natives.lastError());
      }
    }
  }

  /** A program that is run by the agent, on a CPU of its choice. */
  public BpfCall call(String program) {
    return new BpfCall(natives, Libbpf.bpf_program__fd(program(program)));
  }

  @Override
  public void close() {
    links.forEach(Libbpf::bpf_link__destroy);
    links.clear();
    Libbpf.bpf_object__close(object);
  }

  private Pointer link(String program, @Nullable Pointer link) throws BpfUnavailableException {
    if (link == null) {
      throw natives.failure("cannot attach the BPF program " + program, NEEDS);
    }
    links.add(link);
    return link;
  }

  private Pointer program(String name) {
    return found(name, Libbpf.bpf_object__find_program_by_name(object, name));
  }

  private Pointer map(String name) {
    return found(name, Libbpf.bpf_object__find_map_by_name(object, name));
  }

  private static Pointer found(String name, @Nullable Pointer pointer) {
    if (pointer == null) {
      throw new IllegalStateException("the BPF object has no " + name);
    }
    return pointer;
  }
}
