import type { Cached, Context, Result } from "opwright/runtime";
import { RecordResourceReconciler } from "../generated/clash.example.com/v1/record-reconciler.js";
import type { RecordResource } from "../generated/clash.example.com/v1/record.js";

export class MyRecordReconciler extends RecordResourceReconciler {
  override async reconcile(
    recordResource: Cached<RecordResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: recordResource.metadata.generation,
    });

    // Next steps:
    // - Compare what recordResource.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
