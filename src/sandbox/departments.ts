/** The invented organisation's departments: three levels, two languages, some names used twice. */
import { hexOf } from "./chance.ts";

export interface Department {
  readonly name: string;
  /** Names from the top, joined by `/`. */
  readonly path: string;
  readonly departmentId: string;
  readonly openDepartmentId: string;
  readonly parent?: Department;
  readonly children: readonly Department[];
}

type Branch = readonly [name: string, ...below: Branch[]];

const TREE: readonly Branch[] = [
  [
    "Galaxy",
    ["Engineering", ["Platform"], ["Mobile"], ["Quality"]],
    ["Sales", ["East"], ["West"], ["大客户部"]],
    ["Product", ["Design"], ["Research"]],
  ],
  [
    "星河事业部",
    ["销售部", ["华东区"], ["华南区"]],
    ["研发部", ["后端组"], ["前端组"], ["测试组"]],
    ["客户成功部", ["交付组"], ["Support"]],
  ],
  [
    "Overseas",
    ["Sales", ["Singapore"], ["Tokyo"]],
    ["销售部", ["东南亚组"]],
    ["Marketing", ["Events"], ["Design"]],
  ],
  [
    "职能中心",
    ["人力资源部", ["招聘组"], ["培训组"]],
    ["财务部", ["核算组"]],
    ["IT", ["Helpdesk"], ["Infrastructure"]],
  ],
];

/** Its people never join a call themselves: they sit in a meeting room. */
export const ROOM_TEAM = "职能中心/财务部/核算组";
/** Holds the daily stand-up. */
export const STANDUP_TEAM = "Galaxy/Engineering/Platform";

/** Every department, parents before children. */
export function plantDepartments(seed: number): readonly Department[] {
  const all: Department[] = [];
  const plant = ([name, ...below]: Branch, parent?: Department): Department => {
    const path = parent === undefined ? name : `${parent.path}/${name}`;
    const children: Department[] = [];
    const department: Department = {
      name,
      path,
      departmentId: hexOf(12, seed, "department", path),
      openDepartmentId: `od-${hexOf(32, seed, "open_department", path)}`,
      ...(parent === undefined ? {} : { parent }),
      children,
    };
    all.push(department);
    for (const branch of below) children.push(plant(branch, department));
    return department;
  };
  for (const branch of TREE) plant(branch);
  return all;
}

/** Whether a department is another one or lies below it. */
export function isWithin(department: Department | undefined, above: Department): boolean {
  if (department === undefined) return false;
  return department === above || isWithin(department.parent, above);
}
