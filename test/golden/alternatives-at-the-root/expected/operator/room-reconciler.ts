import type { Cached, Context, Result } from "opwright/runtime";
import { RoomReconciler } from "../generated/club.example.com/v1/room-reconciler.js";
import type { Room } from "../generated/club.example.com/v1/room.js";

export class MyRoomReconciler extends RoomReconciler {
  override async reconcile(
    room: Cached<Room>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: room.metadata.generation,
    });

    // Next steps:
    // - Compare what room.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
