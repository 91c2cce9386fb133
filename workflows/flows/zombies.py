"""Flow runs that an engine killed on the way left "Running": nothing else in Prefect ever ends them."""

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import StateType
from prefect.states import Crashed


async def end_zombies() -> int:
    """Mark every running flow run as crashed; only for an engine that knows to be the only one."""
    running = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING])))
    async with get_client() as client:
        runs = await client.read_flow_runs(flow_run_filter=running)
        for run in runs:
            await client.set_flow_run_state(run.id, Crashed(message="the engine was killed"), force=True)
    return len(runs)
