/** A process of its own: a tenant of any size, whose pages cost it next to nothing. */
import { createServer, type ServerResponse } from "node:http";

const [people = 1000, latencyMilliseconds = 0] = process.argv.slice(2).map(Number);
const PAGE = 60;
const DATE = "0000-00-00";
const TOKEN = '{"code":0,"msg":"ok","tenant_access_token":"t-large-tenant-0123456789","expire":7200}';
const HEAD = Buffer.from('{"code":0,"msg":"success","data":{"items":[');
const perDay = Math.ceil(people / PAGE);

/** Everybody's rows of a day, page by page, but for the day itself. */
const pages = Array.from({ length: perDay }, (_, page) => {
  const first = page * PAGE;
  const rows = Array.from({ length: Math.min(PAGE, people - first) }, (_item, row) => rowOf(first + row));
  const items = Buffer.from(rows.join(","));
  const dates: number[] = [];
  for (let at = items.indexOf(DATE); at >= 0; at = items.indexOf(DATE, at + 1)) dates.push(at);
  return { items, dates };
});
let served = 0;

const server = createServer((request, response) => {
  request.resume();
  const url = new URL(request.url ?? "/", "http://large.tenant");
  const body = url.pathname.endsWith("/internal")
    ? Buffer.from(TOKEN)
    : url.pathname.endsWith("/get_daily")
      ? daily(url.searchParams)
      : stats(url.searchParams);
  if (latencyMilliseconds === 0) reply(response, body);
  else setTimeout(() => reply(response, body), latencyMilliseconds);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) process.send?.(`http://127.0.0.1:${address.port}`);
});
process.on("message", () => process.send?.(served));
process.on("disconnect", () => process.exit());

function reply(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
  response.end(body);
}

function stats(query: URLSearchParams): Buffer {
  served += 1;
  const first = Date.parse(query.get("start_date") ?? "");
  const days = (Date.parse(query.get("end_date") ?? "") - first) / 86_400_000 + 1;
  const index = Number(query.get("page_token")?.slice(5) ?? 0);
  const page = pages[index % perDay];
  if (page === undefined) return Buffer.from('{"code":1051001,"msg":"no such page"}');
  const items = Buffer.from(page.items);
  const date = new Date(first + Math.floor(index / perDay) * 86_400_000).toISOString().slice(0, 10);
  for (const at of page.dates) items.write(date, at, "latin1");
  const hasMore = index + 1 < days * perDay;
  const tail = hasMore ? `],"has_more":true,"page_token":"page-${index + 1}"}}` : '],"has_more":false}}';
  return Buffer.concat([HEAD, items, Buffer.from(tail)]);
}

function daily(query: URLSearchParams): Buffer {
  const rows: object[] = [];
  for (let date = Number(query.get("start_time")); date <= Number(query.get("end_time")); date += 86_400) {
    rows.push({ date: String(date), meeting_count: "9", meeting_duration: "900", participant_count: "30" });
  }
  const total = (each: number) => String(each * rows.length);
  return Buffer.from(
    JSON.stringify({
      code: 0,
      msg: "success",
      data: {
        meeting_report: {
          total_meeting_count: total(9),
          total_meeting_duration: total(900),
          total_participant_count: total(30),
          daily_report: rows,
        },
      },
    }),
  );
}

function rowOf(person: number): string {
  const met = person % 3 > 0;
  return JSON.stringify({
    date: DATE,
    user_id: `ou_${String(person).padStart(32, "0")}`,
    user_name: `Person ${person}`,
    department_name: `Team ${person % 400}`,
    department_path: `Galaxy/Division ${person % 20}/Team ${person % 400}`,
    create_time: "2020-09-04 11:17:55",
    user_active_flag: 1,
    register_time: "2020-09-04 11:18:32",
    suite_active_flag: 1,
    last_active_time: "2020-09-04 22:21:28",
    im_active_flag: 1,
    send_messenger_num: person % 60,
    docs_active_flag: 1,
    create_docs_num: person % 4,
    cal_active_flag: 1,
    create_cal_num: person % 5,
    vc_active_flag: met ? 1 : 0,
    vc_duration: met ? person % 240 : 0,
    active_os: "'windows 11,feishu 7.22.5'",
    create_task_num: person % 6,
    vc_num: met ? 1 + (person % 7) : 0,
    app_package_type: "Feishu",
    os_name: "Windows",
    email_send_count: "3",
    email_receive_count: "9",
    email_send_ext_count: "1",
    email_receive_ext_count: "4",
    email_send_in_count: "2",
    email_receive_in_count: "5",
    search_active_flag: 1,
    total_search_count: "7",
    quick_search_count: "5",
    tab_search_count: "2",
  });
}
