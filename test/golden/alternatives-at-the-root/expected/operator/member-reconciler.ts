import type { Cached, Context, Result } from "opwright/runtime";
import { MemberReconciler } from "../generated/club.example.com/v1/member-reconciler.js";
import type { Member } from "../generated/club.example.com/v1/member.js";

export class MyMemberReconciler extends MemberReconciler {
  override async reconcile(
    member: Cached<Member>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: member.metadata.generation,
    });

    // Next steps:
    // - Compare what member asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Tell how it went in the status: `new MemberClient(client)` writes it.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
