// SPDX-License-Identifier: Apache-2.0
// Two ACPI power meters (ACPI specification, 10.4) for a guest: one of the whole machine, which shows
// 100 W, and one that calls itself NVIDIA Grace's package, which shows 45 W. Both swing by 0.1 W: what
// stands still beside a changing load is taken for stuck.
DefinitionBlock ("meters.aml", "SSDT", 2, "KEPLER", "METERS", 1)
{
  Scope (\_SB)
  {
    Device (PMT0)
    {
      Name (_HID, "ACPI000D")
      Name (_UID, 0)
      Name (PWR, 99900)
      Method (_PMC, 0) { Return (Package (14) { 1, 0, 0, 95000, 1000, 1000, 60000, 0, 0, 0, 0, "Model", "1", "" }) }
      Method (_PMM, 0, Serialized) { PWR = 200000 - PWR  Return (PWR) }
      Method (_PMD, 0) { Return (Package (0) {}) }
      Method (_GAI, 0) { Return (1000) }
      Method (_PAI, 1) { Return (0) }
    }
    Device (PMT1)
    {
      Name (_HID, "ACPI000D")
      Name (_UID, 1)
      Name (PWR, 44900)
      Method (_PMC, 0) { Return (Package (14) { 1, 0, 0, 95000, 1000, 1000, 60000, 0, 0, 0, 0, "Model", "2", "Grace Power Socket 0" }) }
      Method (_PMM, 0, Serialized) { PWR = 90000 - PWR  Return (PWR) }
      Method (_PMD, 0) { Return (Package (0) {}) }
      Method (_GAI, 0) { Return (1000) }
      Method (_PAI, 1) { Return (0) }
    }
  }
}
