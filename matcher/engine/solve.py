"""Solve one round exactly: candidates, a first answer, then repair and price until proven."""

from time import perf_counter, process_time

import numpy as np

from matcher.engine.auction import auction
from matcher.engine.candidates import nearest_candidates
from matcher.engine.flow import Flow, empty_flow, regrown
from matcher.engine.graph import graph_of, including, Graph
from matcher.engine.pricing import price_all_pairs
from matcher.engine.problem import Problem
from matcher.engine.repair import repair
from matcher.engine.result import Result
from matcher.engine.town_index import index_offers

CANDIDATES = 12
NEW_A_NEED = 8
import os
CANDIDATES=int(os.environ.get("K",CANDIDATES));NEW_A_NEED=int(os.environ.get("NEW",8))
DBG=int(os.environ.get("DBG","0"))

def solve(problem: Problem) -> Result:
    t=perf_counter();t2=process_time()
    def lap(what):
        nonlocal t,t2
        now=perf_counter()
        if DBG: print(f"   {what:50s} wall {now-t:.3f} cpu {process_time()-t2:.3f}", flush=True)
        t2=process_time()
        t=now
    index = index_offers(problem.offers)
    lap("index")
    need, offer, cost = nearest_candidates(problem, index, CANDIDATES)
    graph = graph_of(len(problem.needs.units), need, offer, cost)
    lap(f"candidates {len(need)}")
    flow = empty_flow(problem, graph)
    rounds=0;n=len(problem.needs.units)
    PLAN=eval(os.environ.get("PLAN","((16384,2048,256),(256,32),(32,4,1))"))
    for k,steps in enumerate(PLAN):
        auction(problem, graph, flow, steps)
        lap(f"auction {steps} {flow.unserved.sum()}")
        if k+1<len(PLAN):
            found = price_all_pairs(problem, index, graph, flow.offer_price, NEW_A_NEED)
            lap(f"pricing found {len(found.need)}")
            graph, held = including(graph, flow.held, found.need, found.offer, found.cost)
            flow = regrown(problem, graph, held, flow)
            lap("grow")
    while True:
        if rounds and len(found.need)>n//200:
            auction(problem,graph,flow,eval(os.environ.get("AGAIN","(2048,256,32,4,1)")))
            lap(f"auction again {flow.unserved.sum()}")
        rounds+=1
        repair(problem, graph, flow)
        lap("repair")
        found = price_all_pairs(problem, index, graph, flow.offer_price, NEW_A_NEED)
        lap(f"pricing found {len(found.need)}")
        if not len(found.need):
            break
        graph, held = including(graph, flow.held, found.need, found.offer, found.cost)
        flow = regrown(problem, graph, held, flow)
        lap("grow")
    return _result(problem, graph, flow, found.lower_bound)


def _result(problem: Problem, graph: Graph, flow: Flow, lower_bound: int) -> Result:
    pairs = np.nonzero(flow.held)[0]
    pairs = pairs[np.lexsort((graph.offer[pairs], graph.need[pairs]))]
    step_m, recent = problem.params.load_step_m, problem.offers.recent.astype(np.int64)
    used = flow.used
    load = step_m * (recent * used + used * (used - 1) // 2)
    objective = (
        int(graph.cost[pairs].sum(dtype=np.int64))
        + int(load.sum())
        + int((flow.unserved * problem.needs.penalty).sum())
    )
    return Result(
        need_row=graph.need[pairs],
        offer_row=graph.offer[pairs],
        unserved=flow.unserved.astype(np.int32),
        need_price=flow.need_price,
        offer_price=flow.offer_price,
        objective=objective,
        lower_bound=lower_bound,
    )
