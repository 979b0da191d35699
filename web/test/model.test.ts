import { describe, expect, test } from "vitest";
import { addMonths, instantOf, isOverdue, localDue, nowIn, shortDay } from "../src/model/dates";
import { nextOccurrence } from "../src/model/next";
import { edited, inverse, overlay } from "../src/model/overlay";
import { understand } from "../src/model/quick";
import type { Op, Recurrence, Task } from "../src/model/types";
import { namedUuid } from "../src/model/uuid";
import { groupsOf } from "../src/model/views";
import { CONTEXT, task } from "./fakes";

const AT = "2026-12-01T10:00:00Z";

const recurring = (rule: Partial<Recurrence>, occurrence: string, more: Partial<Task> = {}): Task => {
  const [date = "", time = null] = occurrence.split("T");
  return task("first", {
    recurrence: {
      frequency: "daily",
      interval: 1,
      basis: "due",
      missed: "skip",
      monthEnd: "clamp",
      ...rule,
    } as Recurrence,
    seriesId: "0198f3c2-5a7e-7d55-b2f6-93a1c0e7d842",
    occurrence,
    occurrenceNumber: 1,
    due: { date, time, zone: null },
    ...more,
  });
};

const nextOf = (rule: Partial<Recurrence>, occurrence: string, at = AT) =>
  nextOccurrence(recurring(rule, occurrence), at, CONTEXT)?.occurrence;

describe("ids", () => {
  test("are those of Java's UUID.nameUUIDFromBytes", () => {
    expect(namedUuid("inbox/ada")).toBe("bfd1b26d-fe01-3387-b03d-951a87c0a609");
    expect(namedUuid("")).toBe("d41d8cd9-8f00-3204-a980-0998ecf8427e");
    expect(namedUuid("x".repeat(200))).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab]/);
  });

  test("of the next occurrence are made of series, number and date", () => {
    const next = nextOccurrence(recurring({}, "2026-12-01"), AT, CONTEXT);
    expect(next?.id).toBe(namedUuid("0198f3c2-5a7e-7d55-b2f6-93a1c0e7d842/2/2026-12-02"));
  });
});

describe("the next occurrence", () => {
  test("follows the rule", () => {
    expect(nextOf({}, "2026-12-01")).toBe("2026-12-02");
    expect(nextOf({ interval: 3 }, "2026-12-01T09:00")).toBe("2026-12-04T09:00");
    expect(nextOf({ frequency: "weekly", weekdays: ["TU", "FR"] }, "2026-12-01")).toBe("2026-12-04");
    expect(nextOf({ frequency: "weekly", interval: 2, weekdays: ["TU"] }, "2026-12-01")).toBe("2026-12-15");
    expect(nextOf({ frequency: "monthly" }, "2026-12-15")).toBe("2027-01-15");
    expect(nextOf({ frequency: "yearly" }, "2026-12-15")).toBe("2027-12-15");
  });

  test("is in the future unless missed ones are kept", () => {
    expect(nextOf({}, "2026-11-20")).toBe("2026-12-02");
    expect(nextOf({ missed: "keep" }, "2026-11-20")).toBe("2026-11-21");
    expect(nextOf({ interval: 3 }, "2026-11-20T09:00")).toBe("2026-12-02T09:00");
    expect(nextOf({}, "2026-11-30T12:00")).toBe("2026-12-01T12:00");
  });

  test("counts from the completion if the rule does", () => {
    expect(nextOf({ interval: 3, basis: "completion" }, "2026-11-20")).toBe("2026-12-04");
  });

  test("is left to the server where the rule says more than this app computes", () => {
    expect(nextOf({ frequency: "monthly" }, "2026-12-31")).toBeUndefined();
    expect(nextOf({ frequency: "custom", rrule: "FREQ=DAILY" }, "2026-12-01")).toBeUndefined();
    expect(nextOf({ except: ["2026-12-02"] }, "2026-12-01")).toBeUndefined();
  });

  test("ends with the series", () => {
    expect(nextOf({ end: { after: 1 } }, "2026-12-01")).toBeUndefined();
    expect(nextOf({ end: { until: "2026-12-01" } }, "2026-12-01")).toBeUndefined();
  });
});

describe("the screen", () => {
  const op = (fields: Partial<Op>): Op => ({
    seq: 1,
    opId: "1",
    kind: "edit",
    target: "a",
    at: AT,
    state: "new",
    tries: 0,
    ...fields,
  });

  test("shows the next occurrence of a task that is completed offline, and not twice", () => {
    const first = recurring({}, "2026-12-01");
    const next = nextOccurrence(first, AT, CONTEXT);
    const complete = op({ kind: "complete", target: "first" });
    const rows = overlay(new Map([[first.id, first]]), [complete], CONTEXT);
    expect([...rows.values()].map((row) => [row.status, row.occurrence])).toEqual([
      ["completed", "2026-12-01"],
      ["open", "2026-12-02"],
    ]);

    const real = { ...first, id: next?.id ?? "", occurrence: "2026-12-02", version: 1 };
    const stored = new Map([first, real].map((each) => [each.id, each]));
    expect(overlay(stored, [complete], CONTEXT).size).toBe(2);
    expect(overlay(stored, [complete], CONTEXT).get(real.id)).toBe(real);
  });

  test("shows a line as it is understood, and counts tomorrow from when it was typed", () => {
    const rows = overlay(
      new Map(),
      [
        op({
          kind: "create",
          target: "n",
          fields: { quick: "call Bob tomorrow p1 #home" },
          at: "2026-11-20T23:30:00Z",
        }),
      ],
      CONTEXT,
    );
    expect(rows.get("n")).toMatchObject({
      title: "call Bob",
      priority: "high",
      tags: ["home"],
      due: { date: "2026-11-22" },
    });
  });

  test("shows nothing of a refused operation but that it was refused", () => {
    const rows = overlay(new Map([["a", task("a")]]), [op({ state: "refused", fields: { title: "x" } })], CONTEXT);
    expect(rows.get("a")).toMatchObject({ title: "a", refused: true });
  });

  test("has overdue tasks on top of today", () => {
    const due = (id: string, date: string, time: string | null = null) => task(id, { due: { date, time, zone: null } });
    const rows = [
      due("later", "2026-12-02"),
      due("noon", "2026-12-01", "12:00"),
      due("old", "2026-11-03"),
      due("day", "2026-12-01"),
    ];
    const groups = groupsOf({ name: "today" }, rows, CONTEXT.inbox, nowIn("Europe/Berlin", Date.parse(AT)));
    expect(groups.map((group) => group.rows.map((row) => row.id))).toEqual([["old"], ["noon", "day"]]);
  });

  test("finds all words in title, notes and tags", () => {
    const rows = [
      task("a", { title: "Buy soil", tags: ["garden"] }),
      task("b", { title: "Buy bread" }),
      task("c", { description: "soil", status: "completed" }),
    ];
    const groups = groupsOf({ name: "search", query: "SOIL #gar" }, rows, "", nowIn("UTC"));
    expect(groups.flatMap((group) => group.rows.map((row) => row.id))).toEqual(["a"]);
  });
});

describe("undoing an edit", () => {
  const daily = recurring({}, "2026-12-01", { tags: ["home"], description: "notes" });

  test.each([
    [{ title: "x", description: null, tags: [], priority: "high" }],
    [{ due: { date: "2026-12-24", time: "09:00" } }],
    [{ due: null, recurrence: null }],
    [{ recurrence: { frequency: "weekly", weekdays: ["MO"], interval: 2, end: { after: 3 } } }],
  ])("brings back what it changed: %j", (fields) => {
    const changed = edited(daily, fields, CONTEXT);
    const back = edited(changed, inverse(daily, fields), CONTEXT);

    expect(changed).not.toEqual(daily);
    expect(JSON.parse(JSON.stringify(back, (_, value: unknown) => value ?? undefined))).toEqual(
      JSON.parse(JSON.stringify(daily, (_, value: unknown) => value ?? undefined)),
    );
  });
});

describe("quick add", () => {
  const read = (line: string) => understand(line, AT, "Europe/Berlin");

  test("understands the common phrases", () => {
    expect(read("water plants every 3 days at 9 #home p1 from tomorrow").fields).toEqual({
      title: "water plants",
      due: { date: "2026-12-02", time: "09:00" },
      recurrence: { frequency: "daily", interval: 3 },
      tags: ["home"],
      priority: "high",
    });
    expect(read("call mum fri 17:30").fields).toEqual({
      title: "call mum",
      due: { date: "2026-12-04", time: "17:30" },
    });
    expect(read("report every weekday").fields.recurrence).toEqual({
      frequency: "weekly",
      weekdays: ["MO", "TU", "WE", "TH", "FR"],
    });
    expect(read("party on 3 dec").fields.due).toEqual({ date: "2026-12-03" });
    expect(read("taxes in 2 weeks").fields.due).toEqual({ date: "2026-12-15" });
  });

  test("leaves quoted words and what is no date in the title", () => {
    expect(read('read "tomorrow" 3/4').fields).toEqual({ title: "read tomorrow 3/4" });
    expect(read("buy 2 monitors").fields).toEqual({ title: "buy 2 monitors" });
    expect(read("march 31 feb").phrases).toEqual([]);
  });

  test("says where in the line it found what", () => {
    expect(read("a tomorrow b").phrases).toEqual([{ start: 2, end: 10, text: "tomorrow", as: "2026-12-02" }]);
  });
});

describe("dates", () => {
  test("clamp to the end of a short month", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2026-12-31", 2)).toBe("2027-02-28");
  });

  test("are instants in their zone, also in a gap", () => {
    expect(new Date(instantOf("2026-12-01", "09:00", "Europe/Berlin")).toISOString()).toBe("2026-12-01T08:00:00.000Z");
    expect(new Date(instantOf("2027-03-28", "02:30", "Europe/Berlin")).toISOString()).toBe("2027-03-28T01:30:00.000Z");
    expect(new Date(instantOf("2026-10-25", "02:30", "Europe/Berlin")).toISOString()).toBe("2026-10-25T00:30:00.000Z");
  });

  test("are shown in the person's zone", () => {
    expect(localDue({ date: "2026-12-01", time: "23:30", zone: "America/New_York" }, "Europe/Berlin")).toEqual({
      date: "2026-12-02",
      time: "05:30",
    });
    expect(shortDay("2026-12-02", "2026-12-01")).toBe("Tomorrow");
    expect(isOverdue({ date: "2026-12-01", time: "10:59", zone: null }, nowIn("Europe/Berlin", Date.parse(AT)))).toBe(
      true,
    );
  });
});
