import { describe, expect, it } from "vitest";
import { count, duration, isoWeek, keysBetween, monthRange, percent, price, timeline } from "../src/model/figures";
import type { Flow, FlowStep } from "../src/model/types";

describe("figures", () => {
  it("have as many digits as say something", () => {
    expect([0, 999, 1000, 1234, 61_700, 999_499, 2_000_000, 90_000_000, 7_300_000_000].map(duration)).toEqual([
      "0 µs",
      "999 µs",
      "1 ms",
      "1.2 ms",
      "61.7 ms",
      "999 ms",
      "2 s",
      "1.5 min",
      "2 h",
    ]);
    expect(duration(null)).toBe("–");
    expect(count("12345678901234567890")).toBe("12,345,678,901,234,567,890");
    expect([percent(null), percent(0.666)]).toEqual(["–", "67 %"]);
  });

  it("never show a price as 0 that is not 0", () => {
    const nbsp = "\u00a0";
    expect(price("0.000000000000", "USD")).toBe(`USD${nbsp}0`);
    expect(price("0.000000000012", "USD")).toBe(`USD${nbsp}0.000000000012`);
    expect(price("0.000004216000", "USD")).toBe(`USD${nbsp}0.00000422`);
    expect(price("12.340000000000", "EUR")).toBe(`EUR${nbsp}12.34`);
  });
});

describe("periods", () => {
  it("name the week of ISO 8601", () => {
    expect(["2026-12-31", "2027-01-03", "2027-01-04", "2024-12-30", "2021-01-01"].map(isoWeek)).toEqual([
      "2026-W53",
      "2026-W53",
      "2027-W01",
      "2025-W01",
      "2020-W53",
    ]);
  });

  it("have a key for each day, week and month", () => {
    expect(keysBetween("day", "2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(keysBetween("week", "2026-12-28", "2027-01-11")).toEqual(["2026-W53", "2027-W01", "2027-W02"]);
    expect(keysBetween("month", "2026-11-30", "2027-01-01")).toEqual(["2026-11", "2026-12", "2027-01"]);
  });

  it("end where the next month begins", () => {
    expect(monthRange("2026-12")).toEqual({ from: "2026-12-01T00:00:00Z", to: "2027-01-01T00:00:00Z" });
    expect(monthRange("2027-02").to).toBe("2027-03-01T00:00:00Z");
  });
});

describe("a timeline", () => {
  const step = (startedAt: string, wallMicros: number, waitedMicros: number, steps: FlowStep[] = []) =>
    ({ startedAt, wallMicros, waitedMicros, steps }) as FlowStep;

  it("has each step below what caused it, with what it waited for", () => {
    const flow = {
      startedAt: "2026-12-01T10:00:00.000Z",
      steps: [
        step("2026-12-01T10:00:00.000Z", 10_000, 0, [
          step("2026-12-01T10:00:00.040Z", 5_000, 30_000, [step("2026-12-01T10:00:00.100Z", 2_000, 1_000)]),
          step("2026-12-01T10:00:00.050Z", 90_000, 60_000),
        ]),
      ],
    } as Flow;

    const { lines, total } = timeline(flow);

    expect(lines.map(({ depth, from, start }) => [depth, from, start])).toEqual([
      [0, 0, 0],
      [1, 10_000, 40_000],
      [2, 99_000, 100_000],
      [1, 0, 50_000],
    ]);
    expect(total).toBe(140_000);
  });
});
