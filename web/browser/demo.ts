import type { APIRequestContext } from "@playwright/test";

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** Tasks as a person might have them. */
export async function fill(request: APIRequestContext, user: string): Promise<void> {
  const token = await (await request.get(`/local/token?user=${user}`)).text();
  const send = async (method: "POST" | "PUT", path: string, data?: unknown) => {
    const response = await request.fetch(path, { method, data, headers: { Authorization: `Bearer ${token}` } });
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
    return (await response.json()) as { id: string };
  };
  await send("PUT", "/v1/me", { zone: "Europe/Berlin", displayName: "Ada" });
  const garden = (await send("POST", "/v1/lists", { name: "Garden" })).id;
  const home = (await send("POST", "/v1/lists", { name: "Home" })).id;
  const work = (await send("POST", "/v1/lists", { name: "Analytical engine" })).id;
  await send("PUT", `/v1/lists/${home}/members/grace`, { role: "editor" });
  const daily = { frequency: "daily" };
  const tasks = [
    { title: "Return the library books", due: { date: day(-3) }, tags: ["town"] },
    {
      title: "Repot the lemon tree",
      due: { date: day(-1) },
      listId: garden,
      description: "The big pot is in the shed.",
    },
    {
      title: "Water the ferns",
      due: { date: day(0), time: "08:30" },
      recurrence: { ...daily, interval: 2 },
      listId: garden,
      tags: ["plants"],
    },
    {
      title: "Review the notes on Bernoulli numbers",
      due: { date: day(0), time: "23:10" },
      priority: "high",
      listId: work,
    },
    {
      title: "Reply to Charles about the mill",
      due: { date: day(0) },
      priority: "medium",
      listId: work,
      tags: ["letters"],
    },
    {
      title: "Take the bins out",
      due: { date: day(0), time: "23:30" },
      recurrence: { frequency: "weekly" },
      listId: home,
    },
    { title: "Stretch for ten minutes", due: { date: day(0) }, recurrence: daily, priority: "low" },
    {
      title: "Pay the rent",
      due: { date: day(1) },
      recurrence: { frequency: "monthly" },
      priority: "high",
      listId: home,
    },
    { title: "Call the dentist", due: { date: day(1), time: "09:00" } },
    { title: "Order seeds for spring", due: { date: day(3) }, listId: garden, tags: ["plants", "order"] },
    {
      title: "Draft the program for the second diagram",
      due: { date: day(4), time: "14:00" },
      listId: work,
      priority: "medium",
    },
    { title: "Dinner with Mary", due: { date: day(5), time: "19:00" }, tags: ["friends"] },
    { title: "Service the bicycle", due: { date: day(9) }, recurrence: { frequency: "yearly" } },
    { title: "Read about looms", tags: ["someday"] },
    { title: "Ideas for the winter garden", listId: garden, description: "Hellebores, snowdrops" },
  ];
  for (const task of tasks) await send("POST", "/v1/tasks", task);
  for (const title of ["Oil the hinges", "Send the proofs", "Buy soil"]) {
    const { id } = await send("POST", "/v1/tasks", { title });
    await send("POST", `/v1/tasks/${id}/complete`);
  }
}
