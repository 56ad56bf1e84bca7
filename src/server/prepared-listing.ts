/**
 * The listing of all tools. The build puts the value in the place of this module (.rolldown.config.ts), so that
 * tools/list loads neither schemas nor the library that converts them: they take longer than all the rest.
 */
import { tools } from "../tools/tools.ts";
import { type ListedTool, listingOf } from "./listing.ts";

export const LISTING: readonly ListedTool[] = listingOf(tools);
