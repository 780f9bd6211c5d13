// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As the tools of each write them; a space stands for the NUL between two arguments. */
class VmCommandLineTest {
  private static final String UUID = "9b1c2d3e-4f50-4a1b-8c2d-0123456789ab";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // libvirt 9, by name and UUID.
        "/usr/bin/qemu-system-x86_64 -name guest=db-1,debug-threads=on -S -machine pc-q35-7.2,usb=off -accel kvm -cpu host -m size=2097152k -smp 2 -uuid 9B1C2D3E-4f50-4a1b-8c2d-0123456789ab -no-user-config|9b1c2d3e-4f50-4a1b-8c2d-0123456789ab|db-1|kvm",
        // RHEL; libvirt before 6.
        "/usr/libexec/qemu-kvm -name guest=db-1 -machine pc,accel=kvm:tcg -uuid 9b1c2d3e-4f50-4a1b-8c2d-0123456789ab|9b1c2d3e-4f50-4a1b-8c2d-0123456789ab|db-1|kvm",
        // Proxmox.
        "/usr/bin/kvm -id 100 -name web,debug-threads=on -no-shutdown -smbios type=1,uuid=9b1c2d3e-4f50-4a1b-8c2d-0123456789ab -smp 4|9b1c2d3e-4f50-4a1b-8c2d-0123456789ab|web|kvm",
        // By hand, without KVM.
        "qemu-system-aarch64 -name arm -machine virt -accel tcg,thread=multi|-|arm|qemu",
        "qemu-system-x86_64 -hda disk.img|-|-|qemu",
        "qemu-system-x86_64 -enable-kvm -hda disk.img|-|-|kvm",
        "qemu-system-x86_64 -machine q35,accel=kvm --name=x|-|x|kvm",
        // Escaped commas; keys that only look like a name.
        "qemu-system-x86_64 -name guest=a,,b=c,process=p|-|a,b=c|qemu",
        "qemu-system-x86_64 -name process=p|-|-|qemu",
        "qemu-system-x86_64 -uuid 00000000-0000-0000-0000-000000000000 -name n|-|n|qemu",
        "qemu-system-x86_64 -uuid ../../etc/passwd -name n|-|n|qemu",
        "qemu-system-x86_64 -name|-|-|qemu",
        "cloud-hypervisor --api-socket /run/1.sock --platform num_pci_segments=2,uuid=9b1c2d3e-4f50-4a1b-8c2d-0123456789ab --cpus boot=2|9b1c2d3e-4f50-4a1b-8c2d-0123456789ab|-|cloud-hypervisor",
        "/usr/bin/cloud-hypervisor --api-socket /run/1.sock|-|-|cloud-hypervisor",
        "/firecracker --id 551e7604-e35c-42b3-b825-416853441234 --start-time-us 1|551e7604-e35c-42b3-b825-416853441234|551e7604-e35c-42b3-b825-416853441234|firecracker",
        "firecracker --api-sock /tmp/f.sock --id=fn-7|-|fn-7|firecracker",
        "/usr/lib/virtualbox/VBoxHeadless --comment web --startvm 9b1c2d3e-4f50-4a1b-8c2d-0123456789ab --vrde config|9b1c2d3e-4f50-4a1b-8c2d-0123456789ab|web|virtualbox",
        "/usr/lib/vmware/bin/vmware-vmx -s vmx.stdio.keep=TRUE /vmfs/web-1/web-1.vmx|-|web-1|vmware",
      })
  void whatItTells(String line, String uuid, String name, String hypervisor) {
    assertThat(VmCommandLine.parse(line.replace(' ', '\0') + "\0"))
        .hasValue(
            new VmCommandLine(Optional.ofNullable(uuid), Optional.ofNullable(name), hypervisor));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "qemu-img convert a b", "/usr/bin/virtiofsd -f", "bash -c qemu-kvm", "swtpm"})
  void whatRunsNoMachineIsNone(String line) {
    assertThat(VmCommandLine.parse(line.replace(' ', '\0'))).isEmpty();
  }

  @Test
  void anyTextIsANameButNoLongerThanAFilesName() {
    String name = "../\u202e\n\"{}'" + "x".repeat(100_000);

    Optional<String> parsed =
        VmCommandLine.parse("kvm\0-name\0guest=" + name + "\0-uuid\0" + UUID)
            .flatMap(VmCommandLine::name);

    assertThat(parsed).hasValue(name.substring(0, VmCommandLine.MOST_CHARACTERS));
  }
}
