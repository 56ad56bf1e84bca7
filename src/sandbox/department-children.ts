/** contact/v3/departments/:department_id/children: the tree of departments. */
import { type Call, flag, integer, optional, pageOf } from "./call.ts";
import { type Department, isWithin } from "./departments.ts";
import { Refusal, type Reply, success } from "./reply.ts";

export function departmentChildren(call: Call): Reply {
  const deep = flag(call, "fetch_child");
  const size = integer(call, "page_size", 1, 50, 99992402) ?? 10;
  const above = findDepartment(call, call.id);
  const below = call.tenant.departments.filter((department) =>
    deep
      ? department !== above && (above === undefined || isWithin(department, above))
      : department.parent === above,
  );
  const page = pageOf(call, {
    size,
    rows: below.length,
    oneShortIn: 3,
    code: 99992402,
  });
  const byId = optional(call, "department_id_type") === "department_id";
  return success({
    items: below.slice(page.start, page.end).map((department) => ({
      name: department.name,
      department_id: department.departmentId,
      open_department_id: department.openDepartmentId,
      parent_department_id:
        department.parent === undefined
          ? "0"
          : byId
            ? department.parent.departmentId
            : department.parent.openDepartmentId,
      member_count: call.tenant.membersOf(department).length,
    })),
    has_more: page.next !== undefined,
    ...(page.next === undefined ? {} : { page_token: page.next }),
  });
}

/**
 * @returns undefined for `0`, the root, which stands for everyone.
 * @throws Refusal 99992357
 */
export function findDepartment(call: Call, id: string): Department | undefined {
  const type = optional(call, "department_id_type") ?? "open_department_id";
  if (type !== "department_id" && type !== "open_department_id") throw new Refusal(99992402);
  if (id === "0") return undefined;
  const found = call.tenant.departments.find(
    (department) => (type === "department_id" ? department.departmentId : department.openDepartmentId) === id,
  );
  if (found === undefined) throw new Refusal(99992357);
  return found;
}
