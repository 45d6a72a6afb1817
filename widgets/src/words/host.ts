// What a page without a kernel says of itself.
import { host } from "kith-words";
import { saying } from ".";

export const {
  allBring, allEmpty, allEmptyAsks, allEmptyDo, allKept, allNoCopy, allNothing, allSave,
  anew, anewAsks, anewDo, anewDone, anewLeave, brokenCard, colours, contrast, dark, light, noKernel, system, unkept, width,
} = host;

export const unknownCard = saying<[string]>(host.unknownCard, "name");
